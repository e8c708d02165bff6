let small = false

/**
 * Keeps the space in which V8 makes new objects at the size that it has. V8 would double it again and again while a run
 * goes on, up to 32 MiB, to collect it less often; but a run waits far more than it works, and stays for hours on a machine
 * that may be short of memory just then. V8 reads the flag whenever it thinks of growing. To be called when what is
 * needed is loaded: compiled code that was kept under other flags is not taken.
 */
export function staySmall(): void {
  if (small) return
  small = true
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1')
}
