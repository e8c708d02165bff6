/** The formats that `edit` can set keys in. */
export type ConfigFormat = 'toml' | 'yaml' | 'json' | 'ini'

/**
 * The format of a text that belongs into a configuration file and not to a shell; nothing when it is something else.
 * `[section]` lines and `key = value` lines with blanks around the sign are no commands in any shell.
 */
export function configFormat(text: string): ConfigFormat | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;]/.test(line))
  if (lines.length === 0) return undefined
  const sections = lines.filter((line) => /^\[\[?[\w."-]+(?:[ .][\w."-]+)*\]\]?$/.test(line)).length
  const keys = lines.filter((line) => /^[\w."-]+\s*=\s*\S/.test(line)).length
  const spaced = lines.filter((line) => /^[\w."-]+\s+=\s+\S/.test(line)).length
  if (sections + keys < lines.length || (sections === 0 && spaced === 0) || keys === 0) return undefined
  return lines.every(isToml) ? 'toml' : 'ini'
}

function isToml(line: string): boolean {
  const value = /^[\w."-]+\s*=\s*(.*)$/
    .exec(line)?.[1]
    ?.replace(/\s+#.*$/, '')
    .trim()
  return (
    value === undefined ||
    /^(?:true|false|[+-]?[\d_]+(?:\.\d+)?|"[^"]*"|'[^']*'|\[.*\]|\{.*\}|\d{4}-\d\d-\d\d.*)$/.test(value)
  )
}

/** The file that a text names as its own: in a comment on its first line, or in the sentence before it. */
export function configFile(text: string, lead: string): string | undefined {
  const comment =
    /^\s*[#;]+\s*(?:file:\s*)?`?((?:[~.]?\/)?[\w./${}~-]+\.(?:toml|ya?ml|json|ini|conf|cfg|cnf|service))`?\s*:?\s*$/im.exec(
      text,
    )?.[1]
  return comment ?? /`?((?:~|\.{0,2})\/[\w./-]+\.(?:toml|ya?ml|json|ini|conf|cfg|cnf))`?/i.exec(lead)?.[1]
}
