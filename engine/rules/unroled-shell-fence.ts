import type { Rule } from './rule.ts'

const shells = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'shellsession', 'terminal'])

/** A fence in a shell's language without a role is shown and never run: a reader may take it for a step. */
export const unroledShellFence: Rule = (runbook) =>
  runbook.samples
    .filter(({ language, text }) => shells.has(language.toLowerCase()) && text.trim() !== '')
    .map(({ language, languageSpan }) => ({
      code: 'unroled-shell-fence' as const,
      severity: 'warning' as const,
      path: runbook.path,
      message: `this \`${language}\` fence has no role, so it is shown and never run`,
      span: languageSpan,
      label: 'no role behind the language',
      help: `write a role behind it (\`${language === 'sh' ? 'sh' : 'bash'} read\`, \`action\`, \`verify\`, \`rollback\`, \`ask\`), or \`text\` instead if it is a sample`,
    }))
