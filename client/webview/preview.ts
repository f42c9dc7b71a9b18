import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-collapsible/index.js';
import '@vscode-elements/elements/dist/vscode-context-menu/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import 'uplot/dist/uPlot.min.css';
import './preview.css';
import { listen, remember, send } from './host.js';
import { Page } from './page.js';

window.addEventListener('error', ({ message }) => send({ type: 'error', message }));
window.addEventListener('unhandledrejection', ({ reason }) => send({ type: 'error', message: String(reason) }));

const page = new Page();
document.body.append(page.element);
listen((message) => page.receive(message));
remember();
send({ type: 'ready' });
