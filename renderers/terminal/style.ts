type Paint = (text: string) => string

/** How many colours a terminal has: none, the sixteen of its own palette, or the 256 that are the same on all. */
export type Colors = false | 16 | 256

/** The colours of the terminal. They only repeat what the words already say. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly cyan: Paint
  /** The SGR parameters of each; empty where it looks like any text. */
  readonly codes: Codes
}

export type Codes = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', string>>

/**
 * Nobody knows what is behind the text. Of the 256 these read on white and on black, with a contrast of 3.9 or more (WCAG 2.2
 * asks 3 of large text, 4.5 of small; no colour has more than 4.6 on both). Of the sixteen only red and magenta do on the usual palettes; the others would be bright on white.
 */
export const palettes: Readonly<Record<16 | 256, Codes>> = {
  16: { bold: '1', dim: '2', red: '31', green: '', yellow: '35', cyan: '' },
  256: { bold: '1', dim: '2', red: '38;5;196', green: '38;5;28', yellow: '38;5;130', cyan: '38;5;30' },
}
const plain: Codes = { bold: '', dim: '', red: '', green: '', yellow: '', cyan: '' }

/** Colours as SGR codes, or none at all: then every function gives back what it was given. */
export function styleOf(colors: Colors): Style {
  const codes = colors === false ? plain : palettes[colors]
  const paint =
    (on: string, off: number): Paint =>
    (text) =>
      on !== '' && text !== '' ? `\x1b[${on}m${text}\x1b[${off}m` : text
  return {
    codes,
    bold: paint(codes.bold, 22),
    dim: paint(codes.dim, 22),
    red: paint(codes.red, 39),
    green: paint(codes.green, 39),
    yellow: paint(codes.yellow, 39),
    cyan: paint(codes.cyan, 39),
  }
}

/** How text is set on one screen: columns at most, and its colours. */
export interface Look {
  /** Columns for prose. */
  readonly width: number
  /** Columns for what is no prose, never fewer: commands, and what they print; 0 where no line is broken. */
  readonly room: number
  readonly style: Style
}

/** The widest line of prose, in columns: longer ones are hard to read. */
const widest = 100

/** How text is set where there are so many columns; a pipe does not say how many. */
export function lookAt(columns: number | undefined, colors: Colors): Look {
  const room = columns ?? widest
  return { width: Math.min(widest, room), room, style: styleOf(colors) }
}

/** The same where everything, prose too, has so many columns. */
export function across(look: Look, columns: number): Look {
  return { ...look, width: columns, room: columns }
}
