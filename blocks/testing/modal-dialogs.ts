/** jsdom has `<dialog>` without its methods; these are as the HTML standard says, as far as our pages notice. */
export function giveModalDialogs(): void {
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      if (!this.isConnected) throw new Error('a dialog outside the document cannot be shown');
      this.setAttribute('open', '');
    },
    close(this: HTMLDialogElement) {
      if (!this.hasAttribute('open')) return;
      this.removeAttribute('open');
      this.dispatchEvent(new Event('close'));
    },
  });
}

/** An old browser. */
export function takeModalDialogs(): void {
  Reflect.deleteProperty(HTMLDialogElement.prototype, 'showModal');
  Reflect.deleteProperty(HTMLDialogElement.prototype, 'close');
}

/** What the Escape key does to the open dialog. */
export const pressEscape = (): boolean | undefined =>
  document.querySelector('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
