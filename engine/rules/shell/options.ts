/** What `kubectl` and `oc` share. */
const cluster = [
  '-n',
  '--namespace',
  '--context',
  '--kubeconfig',
  '-l',
  '--selector',
  '-c',
  '--container',
  '-o',
  '--output',
  '--as',
]

/** Options of programs that take the next word as their value: without them a value is taken for a subcommand. */
const valued: Readonly<Record<string, readonly string[]>> = {
  kubectl: [...cluster, '--cluster', '--request-timeout'],
  oc: cluster,
  helm: ['-n', '--namespace', '--kube-context', '--kubeconfig'],
  docker: ['-H', '--host', '--context', '-c'],
  podman: ['-H', '--host', '--url'],
  'docker-compose': ['-f', '--file', '-p', '--project-name', '--profile', '--env-file'],
  git: ['-C', '-c', '--git-dir', '--work-tree'],
  systemctl: ['-H', '--host', '-M', '--machine', '-t', '--type'],
  'redis-cli': ['-h', '-p', '-a', '-n', '-u', '--user', '--pass'],
  'valkey-cli': ['-h', '-p', '-a', '-n', '-u', '--user', '--pass'],
  aws: ['--profile', '--region', '--output', '--endpoint-url', '--query'],
  gcloud: ['--project', '--zone', '--region', '--format'],
  celery: ['-A', '--app', '-b', '--broker'],
  terraform: [],
  pg_ctl: ['-D', '-m', '-o', '-t'],
  supervisorctl: ['-c', '-s', '-u', '-p'],
  restic: ['-r', '--repo'],
  mysqladmin: ['-h', '-u', '-P'],
  rabbitmqctl: ['-n', '-p'],
  nomad: ['-address', '-namespace'],
  etcdctl:
    '--endpoints --cacert --cert --key --user -w --write-out --command-timeout --data-dir --name --initial-cluster'.split(
      ' ',
    ),
  patronictl: ['-c', '--config-file', '-d', '--dcs-url'],
  ceph: ['-c', '--cluster', '-n', '--name', '--id', '-f', '--format'],
  velero: ['-n', '--namespace'],
  vault: ['-address', '-namespace'],
  consul: ['-http-addr', '-token'],
  nginx: [],
  dd: [],
}

/**
 * The words of a command that are no options, its program first. `docker -H tcp://x compose -f a.yml down` gives
 * `docker compose down`.
 */
export function operandsOf<Word extends { readonly value: string }>(words: readonly Word[]): Word[] {
  const [program, ...rest] = words
  if (program === undefined) return []
  const name = programName(program.value)
  const takes = new Set([
    ...(valued[name] ?? []),
    ...(name === 'docker' ? (valued['docker-compose'] ?? []) : []),
  ])
  const operands = [program]
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index]
    if (word === undefined || word.value === '--') continue
    if (!word.value.startsWith('-') || word.value === '-') operands.push(word)
    else if (takes.has(word.value)) index++
  }
  return operands
}

/** The letters of a bundle of short options, up to the first that takes what is left as its value: `-owide` gives `o`. */
export function bundledLetters(program: string, bundle: string): string {
  const takes = valued[programName(program)] ?? []
  const letters = bundle.slice(1)
  const end = letters.split('').findIndex((letter) => takes.includes(`-${letter}`))
  return end < 0 ? letters : letters.slice(0, end + 1)
}

/** `/usr/bin/rm` is `rm`, and so is `\rm`. */
export function programName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1).replace(/^\\/, '')
}

/** The program that a command starts; nothing where it starts none. */
export function programOf({
  words: [first],
}: {
  readonly words: readonly { readonly value: string }[]
}): string {
  return programName(first?.value ?? '')
}
