/** One input set in the language of the block, quoted so that its value stays data. */
export function assignment(language: string, name: string, value: string): string {
  switch (language) {
    case 'bash':
    case 'sh':
      return `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`
    case 'python':
      return `import os; os.environ[${JSON.stringify(name)}] = ${JSON.stringify(value)}`
    case 'node':
      return `process.env[${JSON.stringify(name)}] = ${JSON.stringify(value)}`
    case 'sql':
      return String.raw`\set ${name} '${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`
    case 'http':
    case 'promql':
      return `# ${name} = ${value}`
    default:
      return `${name} = ${value}`
  }
}
