import type { Label, Language, Role } from '../model.ts'

export const roles: readonly Role[] = [
  'read',
  'action',
  'verify',
  'rollback',
  'ask',
  'follow',
  'write',
  'edit',
  'message',
]

/** The roles and `expect`, which is not a block of its own. */
export const roleWords: readonly string[] = [...roles, 'expect']

/** Languages that run. */
export const running: readonly Language[] = ['bash', 'sh', 'python', 'node', 'sql', 'http', 'promql']

/** Formats that `edit` can set keys in. */
export const editable: readonly Language[] = ['toml', 'yaml', 'json', 'ini']

/** What a message is written in. */
export const written: readonly Language[] = ['text', 'markdown']

/** What people call the languages elsewhere. */
export const otherNames: Readonly<Record<string, Language>> = {
  shell: 'bash',
  console: 'bash',
  zsh: 'bash',
  terminal: 'bash',
  'shell-session': 'bash',
  js: 'node',
  javascript: 'node',
  py: 'python',
  python3: 'python',
  psql: 'sql',
  postgres: 'sql',
  postgresql: 'sql',
  yml: 'yaml',
  conf: 'ini',
  cfg: 'ini',
  txt: 'text',
  md: 'markdown',
}

/** The roles that may stand under each bold label. */
export const underLabel: Readonly<Record<Label, readonly Role[]>> = {
  Action: ['action', 'write', 'edit', 'follow', 'read', 'message'],
  Verification: ['verify', 'follow', 'read'],
  Rollback: ['rollback', 'read'],
  Message: ['message'],
}

/** Which roles change something, and so pass a gate. */
export const acting: readonly Role[] = ['action', 'write', 'edit', 'follow', 'rollback']
