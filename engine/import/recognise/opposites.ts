/** What nobody does right after the other: each undoes or ends what the other one did. */
const pairs: readonly (readonly [RegExp, RegExp])[] = [
  [/^start\b/i, /^stop\b/i],
  [/^(?:enable|turn on)\b/i, /^(?:disable|turn off)\b/i],
  [/^(?:scale|roll) ?up\b/i, /^(?:scale|roll) ?down\b/i],
  [
    /^(?:(?:create|take|perform|make|run) (?:a |the )?)?back ?up\b|^(?!restor).*\bback ?up$/i,
    /^(?:perform (?:a |the )?)?restor(?:e|ing)\b|\brestore$/i,
  ],
]

/** Whether two of some short texts are opposites, and all of them are procedures to choose from therefore. */
export const holdOpposites = (texts: readonly string[]): boolean =>
  pairs.some(
    ([one, other]) =>
      texts.some((text) => one.test(text) && !other.test(text)) &&
      texts.some((text) => other.test(text) && !one.test(text)),
  )
