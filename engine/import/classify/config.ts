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
  const bare = /\b(?:to|in|of|file)\s+(?:the file )?`?([\w-]+\.(?:toml|ya?ml|json|ini|conf|cfg|cnf))\b/i.exec(
    lead,
  )?.[1]
  return (
    comment ?? bare ?? /`?((?:~|\.{0,2})\/[\w./-]+\.(?:toml|ya?ml|json|ini|conf|cfg|cnf))`?/i.exec(lead)?.[1]
  )
}

/** `Create the file `/etc/app/limits.yaml` with:` names the file that the text below it becomes. */
export function createdFile(lead: string): string | undefined {
  const named =
    /\b(?:create|save|write|put|place)\b[^.]*?(?:^|[\s`"'(])((?:~|\.{0,2})?\/[\w./~-]*\w|[\w-]+(?:\.[\w-]+)*\.\w{2,6})(?=[\s`"'):])[^.]*:\s*$/i.exec(
      lead,
    )?.[1]
  return named === undefined || /\b(?:output|result|logs?|response)\b/i.test(lead) ? undefined : named
}

/** Whether a text only sets keys, so that `edit` can set them: no lists, no documents, no templates. */
export function setsKeys(language: string, text: string): boolean {
  if (/^json$/i.test(language)) return isJsonObject(text)
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
  return (
    /^ya?ml$/i.test(language) &&
    lines.length > 0 &&
    lines.every((line) => /^\s*[\w."'/-]+:(?:\s+[^\s|>&*{[%@!?-].*)?$/.test(line)) &&
    !/^\s*(?:apiVersion|kind):/m.test(text)
  )
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
