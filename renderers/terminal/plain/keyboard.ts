/** What came from the terminal. Only `text` is an answer. */
export type Typed =
  | { readonly kind: 'text'; readonly text: string }
  /** More than a person types at once, or lines that were not asked for. */
  | { readonly kind: 'pasted' }
  /** Ctrl-C. */
  | { readonly kind: 'interrupted' }
  /** End of input, hang-up, or a stream that never comes to rest: nobody is there. */
  | { readonly kind: 'ended' }

/** An interactive terminal, as prompts need it. What was typed before a prompt stands is thrown away. */
export interface Keyboard {
  /** One line, ended by Enter. `hidden` shows no character of it. */
  line(prompt: string, options?: { readonly hidden?: boolean }): Promise<Typed>
  /** One key out of `keys`; others are passed over. */
  key(prompt: string, keys: string): Promise<Typed>
}
