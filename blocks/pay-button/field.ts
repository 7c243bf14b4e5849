import { element } from '../shared/dom';

export interface Field {
  readonly root: HTMLElement;
  value(): string;
  /** @returns whether it may be sent; if not, it says why and has the focus */
  check(): boolean;
}

export interface FieldOptions {
  readonly label: string;
  readonly hint?: string;
  readonly attributes: Readonly<Record<string, string | boolean>>;
  readonly faultOf: (typed: string) => string | null;
}

let fields = 0;

/** A labelled input that says what is wrong once something has been typed, and takes it back while it is corrected. */
export function field({ label, hint, attributes, faultOf }: FieldOptions): Field {
  const id = `multipay-field-${++fields}`;
  const notes = `${hint === undefined ? '' : `${id}-hint `}${id}-fault`;
  const input = element('input', { ...attributes, id, class: 'multipay-field__input', 'aria-describedby': notes });
  const fault = element('span', { id: `${id}-fault`, class: 'multipay-field__fault', 'aria-live': 'polite' });
  const root = element(
    'p',
    { class: 'multipay-field' },
    element('label', { for: id, class: 'multipay-field__label' }, label),
    ...(hint === undefined ? [] : [element('span', { id: `${id}-hint`, class: 'multipay-field__hint' }, hint)]),
    input,
    fault,
  );
  const value = (): string => input.value.trim();
  const show = (sentence: string | null): void => {
    fault.textContent = sentence ?? '';
    input.setAttribute('aria-invalid', String(sentence !== null));
  };
  let judged = false;
  const judge = (): void => {
    judged = true;
    show(faultOf(value()));
  };
  input.addEventListener('input', () => {
    if (judged) judge();
  });
  input.addEventListener('change', () => {
    if (value() !== '') judge();
  });
  const check = (): boolean => {
    judge();
    const right = faultOf(value()) === null;
    if (!right) input.focus();
    return right;
  };
  return { root, value, check };
}
