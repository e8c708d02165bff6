/** Programs that run another one, as data: what stands between their own name and the command. */
export interface Wrapper {
  /** Options that take the next word as their value. */
  readonly valued?: readonly string[]
  /** Words that must stand before the command: a duration, a host, a container. */
  readonly operands?: number
  /** The command begins behind `--` alone. */
  readonly dashes?: true
  /** The options whose value is a script (`sh -c`, `script -c`). */
  readonly script?: readonly string[]
  /** One word is a whole script, which a shell reads again. */
  readonly reads?: true
  /** It runs on another machine or in a container: the programs that it names need not be here. */
  readonly elsewhere?: true
}

const shell: Wrapper = { script: ['-c', '--command'] }
const inContainer: Wrapper = {
  valued: ['-u', '--user', '-w', '--workdir', '-e', '--env', '--env-file', '--index'],
  operands: 1,
  elsewhere: true,
}
const placing = ['-v', '--volume', '-p', '--publish', '--name', '--network', '--mount', '--entrypoint']
const newContainer: Wrapper = { ...inContainer, valued: [...(inContainer.valued ?? []), ...placing] }
const inPod: Wrapper = { dashes: true, elsewhere: true }

/** Longest names first where one is the beginning of another: the words that stand before any option decide. */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-U', '--user', '--group', '--chdir'] },
  doas: { valued: ['-u', '-C'] },
  env: { valued: ['-u', '-C', '--unset', '--chdir'] },
  nohup: {},
  'bundle exec': {},
  timeout: { valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
  xargs: { valued: ['-I', '-n', '-P', '-L', '-d', '-s', '-a', '-E', '--max-args', '--max-procs'] },
  parallel: { valued: ['-j', '--jobs'] },
  nice: { valued: ['-n'] },
  ionice: { valued: ['-c', '-n', '-p'] },
  chrt: { operands: 1 },
  taskset: { operands: 1 },
  setsid: {},
  stdbuf: { valued: ['-i', '-o', '-e'] },
  command: {},
  builtin: {},
  exec: { valued: ['-a'] },
  time: { valued: ['-f', '-o'] },
  watch: { valued: ['-n', '--interval'], reads: true },
  strace: { valued: ['-e', '-o', '-p', '-s'] },
  chroot: { operands: 1 },
  unshare: {},
  nsenter: { valued: ['-t', '--target'] },
  flock: { valued: ['-w', '-E'], operands: 1, script: ['-c'] },
  'systemd-run': { valued: ['-p', '--property', '-u'] },
  gosu: { operands: 1 },
  busybox: {},
  eval: { reads: true },
  trap: { reads: true },
  sh: shell,
  bash: shell,
  dash: shell,
  zsh: shell,
  ash: shell,
  ksh: shell,
  su: shell,
  script: shell,
  runuser: { valued: ['-u', '-g', '--user'], script: ['-c', '--command'] },
  ssh: {
    valued: ['-i', '-p', '-l', '-o', '-F', '-J', '-L', '-R', '-D', '-W', '-b', '-c', '-E', '-m', '-S'],
    operands: 1,
    reads: true,
    elsewhere: true,
  },
  ansible: { script: ['-a', '--args'], elsewhere: true },
  'gcloud compute ssh': { script: ['--command'], elsewhere: true },
  'docker exec': inContainer,
  'podman exec': inContainer,
  'docker run': newContainer,
  'podman run': newContainer,
  'docker-compose exec': inContainer,
  'docker compose exec': inContainer,
  'docker-compose run': newContainer,
  'docker compose run': newContainer,
  'kubectl exec': inPod,
  'oc exec': inPod,
  'oc rsh': { valued: ['-n', '-c'], operands: 1, elsewhere: true },
  'kubectl run': inPod,
  'kubectl debug': inPod,
  'lxc exec': inPod,
}

/** Programs that run what they read from a pipe or a here-document when they are given nothing else to run. */
export const readers: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ash', 'ksh', 'su', 'ssh'])
