import { expect, it } from 'vitest'
import { palettes } from '../../renderers/terminal/style.ts'

type Rgb = readonly [number, number, number]

/** Red and magenta of the sixteen, and what is behind text, as these terminals are delivered. */
const terminals = {
  'xterm on white': { '31': [205, 0, 0], '35': [205, 0, 205], behind: [255, 255, 255] },
  'xterm on black': { '31': [205, 0, 0], '35': [205, 0, 205], behind: [0, 0, 0] },
  'Solarized light': { '31': [220, 50, 47], '35': [211, 54, 130], behind: [253, 246, 227] },
  'Solarized dark': { '31': [220, 50, 47], '35': [211, 54, 130], behind: [0, 43, 54] },
  'macOS Basic': { '31': [194, 54, 33], '35': [211, 56, 211], behind: [255, 255, 255] },
} as const satisfies Record<string, Record<'31' | '35' | 'behind', Rgb>>

/** The steps of the cube of 6 × 6 × 6 colours, numbers 16 to 231 of the 256 (xterm). */
const steps = [0, 95, 135, 175, 215, 255] as const

function cubeColour(codes: string): Rgb {
  const at = Number(codes.replace('38;5;', '')) - 16
  const step = (divisor: number): number => steps[Math.floor(at / divisor) % 6] ?? NaN
  return [step(36), step(6), step(1)]
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const { bold, dim, ...coloured } = palettes[256]

it.each(Object.entries(coloured))('%s of the 256 reads on light and on dark', (_, codes) => {
  const colour = cubeColour(codes)
  for (const { behind } of Object.values(terminals))
    expect(contrast(colour, behind)).toBeGreaterThanOrEqual(
      behind.every((part) => part % 255 === 0) ? 3.9 : 3,
    )
})

it.each(Object.entries(terminals))('what is used of the sixteen reads in %s', (_, terminal) => {
  const used = Object.values(palettes[16]).filter((codes) => codes.startsWith('3'))
  expect(used.sort()).toEqual(['31', '35'])
  for (const code of ['31', '35'] as const)
    expect(contrast(terminal[code], terminal.behind)).toBeGreaterThanOrEqual(3)
})

it('a look that is no colour is weight only', () => {
  expect([bold, dim, palettes[16].bold, palettes[16].dim]).toEqual(['1', '2', '1', '2'])
})
