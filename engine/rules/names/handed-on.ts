/**
 * Names that a script writes to `$RUNBOOK_OUTPUT`, in any language: each `name=` at the beginning of a text or of a line. With
 * names that only a run knows (`"\(.key)=\(.value)"`), `dynamic` is true.
 */
export function handedOnBy(script: string): { names: string[]; dynamic: boolean } {
  if (!script.includes('RUNBOOK_OUTPUT')) return { names: [], dynamic: false }
  const names = [...script.matchAll(/(?:^|["'`\s]|\\n)([A-Za-z_]\w*)=/gm)].flatMap((match) => match[1] ?? [])
  return { names, dynamic: /(?:%s|\}|\))=/.test(script) }
}
