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
  readonly style: Style
}
