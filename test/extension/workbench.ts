import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { ROOT } from '../support/run.js';

const SCREENSHOTS = join(ROOT, '.cache/screenshots/extension');

/** A window of VS Code, as a person uses it. */
export class Workbench {
  constructor(readonly page: Page) {}

  get editor(): Locator {
    return this.page.locator('.editor-instance:not(.webview) .monaco-editor').first();
  }

  /** What is underlined as a mistake. */
  get squiggles(): Locator {
    return this.page.locator('.squiggly-error');
  }

  /** The list, box or palette at the top of the window. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** The page in the webview of the preview. */
  get preview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
    const chat = this.page.locator('.part.auxiliarybar');
    await this.page.waitForTimeout(500);
    if (await chat.isVisible()) await this.page.keyboard.press('Control+Alt+B');
    await chat.waitFor({ state: 'hidden' });
  }

  /** Opens a file in the folder's root. */
  async openFile(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Runs a command by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.locator('input').fill(`>${title}`);
    await this.quickInput.locator('.monaco-list-row', { hasText: title }).first().click();
  }

  /** What of the document is in sight. */
  async text(): Promise<string> {
    const lines = await this.editor.locator('.view-line').allTextContents();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Replaces the first place of a text in the editor by typing. */
  async replace(text: string, by: string): Promise<void> {
    await this.select(text);
    await this.page.keyboard.type(by);
  }

  /** Selects the first place of a text in the editor, by the editor's own search. */
  async select(text: string): Promise<void> {
    // At its beginning: where its middle is out of sight, the browser would move the editor's parts.
    await this.editor
      .locator('.view-line')
      .first()
      .click({ position: { x: 1, y: 5 } });
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.press('Control+F');
    const find = this.page.locator('.find-widget.visible textarea.input').first();
    await find.fill(text);
    await find.press('Enter');
    await find.press('Escape');
  }

  async screenshot(name: string): Promise<string> {
    await mkdir(SCREENSHOTS, { recursive: true });
    const path = join(SCREENSHOTS, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}
