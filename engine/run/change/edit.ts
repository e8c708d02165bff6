import { editIni } from './ini.ts'
import { editJson } from './json.ts'
import { EditFault } from './splice.ts'
import { editToml } from './toml.ts'
import { editYaml } from './yaml.ts'

/** The formats that `edit` knows. */
export type EditFormat = 'toml' | 'yaml' | 'json' | 'ini'

const editors: Readonly<Record<EditFormat, (text: string, changes: string) => string>> = {
  toml: editToml,
  yaml: editYaml,
  json: editJson,
  ini: editIni,
}

/**
 * Sets the keys of `changes` in `text`, both of one format: nested tables, mappings, objects or sections. Everything else,
 * with comments, order and blanks, stays byte for byte. An empty file gets the keys alone.
 * @throws {EditFault} with a sentence when a text cannot be read or a key cannot be set without guessing.
 */
export function editText(format: EditFormat, text: string, changes: string): string {
  return editors[format](text, changes)
}

export { EditFault }
