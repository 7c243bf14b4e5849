/** A page as its reader sees it: by the words on it. */
import { createRoot } from '@wordpress/element';
import { act, type ReactElement } from 'react';
import { vi } from 'vitest';

/** Drawn anew for each test; dialogs are outside of the screen's own container. */
export class Page {
  private readonly root: ReturnType<typeof createRoot>;

  constructor() {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    // jsdom has neither; WordPress's dialogs look at how wide the screen is.
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
    document.documentElement.lang = 'en-US';
    document.body.innerHTML = '<div></div>';
    this.root = createRoot(document.body.firstElementChild as HTMLElement);
  }

  show = (screen: ReactElement): Promise<void> => act(async () => this.root.render(screen));

  close(): void {
    act(() => this.root.unmount());
    vi.unstubAllGlobals();
  }

  text = (): string => document.body.textContent;

  /** Whoever reads aloud says the label, if there is one, else the text. */
  button(name: string): HTMLButtonElement {
    const buttons = [...document.querySelectorAll('button')];
    const found = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
    if (!found) throw new Error(`no button "${name}", only: ${buttons.map((one) => one.textContent).join(', ')}`);
    return found;
  }

  press = (name: string): Promise<void> => act(async () => this.button(name).click());

  link(name: string): string {
    const links = [...document.querySelectorAll('a')];
    const found = links.find((one) => one.textContent === name);
    if (!found) throw new Error(`no link "${name}", only: ${links.map((one) => one.textContent).join(', ')}`);
    return found.getAttribute('href') ?? '';
  }

  field(label: string): HTMLInputElement {
    const labels = [...document.querySelectorAll('label')];
    const found = labels.find((one) => one.textContent.startsWith(label));
    const control = found && document.querySelector<HTMLInputElement>(`[id="${found.htmlFor}"]`);
    if (!control) throw new Error(`no field "${label}", only: ${labels.map((one) => one.textContent).join(', ')}`);
    return control;
  }

  /** As React hears it. */
  async type(label: string, value: string): Promise<void> {
    const control = this.field(label);
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control) as object, 'value');
    const event = control instanceof HTMLSelectElement ? 'change' : 'input';
    await act(async () => {
      setter?.set?.call(control, value);
      control.dispatchEvent(new Event(event, { bubbles: true }));
    });
  }

  tick = (label: string): Promise<void> => act(async () => this.field(label).click());

  /** A table's rows, cell by cell. */
  rows = (label: string): string[][] =>
    [...document.querySelectorAll(`[aria-label="${label}"] tbody tr`)].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()),
    );
}
