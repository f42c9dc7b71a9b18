import * as vscode from 'vscode';

/** The person went back to the question before. */
export const BACK = Symbol('back');

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

interface Place {
  readonly title: string;
  /** From 1. How many there will be depends on the answers. */
  readonly step: number;
}

/**
 * Asks for one of several things.
 * @returns `undefined` where the person gave up
 */
export function pickOne<T>(
  place: Place,
  choices: readonly Choice<T>[],
  { placeholder, selected }: { readonly placeholder: string; readonly selected?: T | undefined },
): Promise<T | typeof BACK | undefined> {
  const input = vscode.window.createQuickPick<Choice<T>>();
  input.items = choices;
  input.placeholder = placeholder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  const active = choices.find(({ value, kind }) => value === selected && kind !== vscode.QuickPickItemKind.Separator);
  if (active) input.activeItems = [active];
  return answered(input, place, () => input.selectedItems[0]?.value);
}

/** Asks for a text. @returns `undefined` where the person gave up */
export function enterText(
  place: Place,
  {
    prompt,
    value = '',
    check,
  }: { readonly prompt: string; readonly value?: string; check(text: string): string | undefined },
): Promise<string | typeof BACK | undefined> {
  const input = vscode.window.createInputBox();
  input.prompt = prompt;
  input.value = value;
  const validate = (): boolean => {
    input.validationMessage = check(input.value);
    return input.validationMessage === undefined;
  };
  input.onDidChangeValue(validate);
  return answered(input, place, () => (validate() ? input.value : undefined));
}

function answered<T>(
  input: vscode.QuickPick<Choice<T>> | vscode.InputBox,
  { title, step }: Place,
  accept: () => T | undefined,
): Promise<T | typeof BACK | undefined> {
  input.title = title;
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: T | typeof BACK | undefined): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidTriggerButton(() => end(BACK));
    input.onDidAccept(() => {
      const answer = accept();
      if (answer !== undefined) end(answer);
    });
    input.onDidHide(() => end(undefined));
    input.show();
  });
}

/** One question after the other; each may go back to the one before. */
export type Question<State> = (state: State, step: number) => Promise<State | typeof BACK | 'skip' | undefined>;

/**
 * Asks all questions.
 * @returns `undefined` where the person gave up
 */
export async function ask<State>(first: State, questions: readonly Question<State>[]): Promise<State | undefined> {
  const asked: { readonly at: number; readonly before: State }[] = [];
  let state = first;
  for (let at = 0; at < questions.length;) {
    const answer = await questions[at]!(state, asked.length + 1);
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      const last = asked.pop();
      if (last === undefined) return undefined;
      ({ at, before: state } = last);
    } else {
      if (answer !== 'skip') {
        asked.push({ at, before: state });
        state = answer;
      }
      at++;
    }
  }
  return state;
}
