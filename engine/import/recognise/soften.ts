/**
 * Takes the meaning that the format would see in a text that was not written for it: bold labels at the beginning of a line,
 * bold answers before an arrow, alerts and headings where none can stand. Every word stays.
 */
export function soften(markdown: string): string {
  return markdown
    .replaceAll(
      /^([ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)+)(#{1,6}[ \t]+\S.*)$/gm,
      (_, marks: string, heading: string) => `${marks}${asBold(heading)}`,
    )
    .replaceAll(
      /^([ \t]*>[ \t>]*(?:`{3,}|~{3,}))[ \t]*(?=(?:bash|sh|shell|zsh|console|shell-session|shellsession|terminal)\b)/gim,
      '$1text ',
    )
    .replaceAll(
      /^([ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)(\*\*|__)[ \t]*(action|verification|rollback|next|if it fails|run)[ \t]*(:?)[ \t]*\2/gim,
      '$1*$3*$4',
    )
    .replaceAll(
      /^([ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)+(\*\*|__)(?:(?!\2).)+\2)[ \t]*(?=→|->|&rarr;|-&gt;)/gm,
      '$1: ',
    )
    .replaceAll(
      /^([ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)>([ \t]*)\[!(WARNING|CAUTION|IMPORTANT)\][ \t]*(.*)$/gim,
      alert,
    )
}

function alert(_found: string, before: string, blank: string, kind: string, rest: string): string {
  const text = rest.trim() === '' ? '' : `\n> ${rest.trim()}`
  return before === ''
    ? `> [!${kind.toUpperCase()}]${text}`
    : `${before}>${blank}**${kind}** ${rest}`.trimEnd()
}

/** The same for what must not be an alert at all: it informs, and nothing below it acts. */
export function softenAlert(markdown: string): string {
  return markdown.replaceAll(/^>[ \t]*\[!(WARNING|CAUTION|IMPORTANT)\][ \t]*$/gm, '> **$1**')
}

/** A heading in a list item would cut the page when it stands by itself. */
export function asBold(written: string): string {
  const text = written.replaceAll(/^#{1,6}[ \t]*|[ \t]+#+[ \t]*$|\n[ \t]*(?:=+|-+)[ \t]*$/g, '')
  return text === '' || text.includes('*') ? text : `**${text}**`
}
