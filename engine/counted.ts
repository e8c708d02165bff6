/** `1 file`, `2 files`; `many` where the plural is another word. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
