type Paint = (text: string) => string

/** The colours of the terminal. They only repeat what the words already say. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly cyan: Paint
}

/** Colours as SGR codes, or none at all: then every function gives back what it was given. */
export function styleOf(colors: boolean): Style {
  const paint =
    (on: number, off: number): Paint =>
    (text) =>
      colors && text !== '' ? `\x1b[${on}m${text}\x1b[${off}m` : text
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  }
}

/** How text is set on one screen: columns at most, and its colours. */
export interface Look {
  readonly width: number
  /** Columns for what is no prose, where there are more: commands, and what they print. */
  readonly room?: number
  readonly style: Style
}

/** The widest line of prose, in columns: longer ones are hard to read. */
const widest = 100

/** How text is set where there are so many columns; a pipe does not say how many. */
export function lookAt(columns: number | undefined, style: Style): Look & { readonly room: number } {
  const room = columns ?? widest
  return { width: Math.min(widest, room), room, style }
}
