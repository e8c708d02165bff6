/** A text as YAML, on one line: plain where it cannot be taken for anything else, else in double quotes. */
export function yamlText(text: string): string {
  const plain = /^[A-Za-z][\w ./-]*[\w./]$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
  return plain || /^\d{4}-\d\d-\d\d$/.test(text) || /^\d+(?:ms|[smhd])$/.test(text)
    ? text
    : JSON.stringify(text)
}
