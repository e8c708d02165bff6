import { openTable } from '../shell/command-table.ts'
import { stopsReading } from '../pipes/readers.ts'
import type { ShellCommand } from '../shell/commands.ts'
import type { Started } from '../shell/unwrap.ts'
import { programOf } from '../shell/options.ts'

const patterns = `
  tail -f|-F|--follow ~--pid, journalctl -f|--follow, dmesg -w|-W|--follow, less +F,
  kubectl|oc logs -f|--follow, kubectl|oc get -w|--watch|--watch-only, kubectl|oc events -w|--watch,
  kubectl|oc port-forward, kubectl|oc proxy, stern ~--no-follow, kail,
  docker|podman|nerdctl logs -f|--follow, docker|podman|nerdctl container logs -f|--follow,
  docker-compose logs -f|--follow, docker compose logs -f|--follow, docker-compose up ~-d ~--detach,
  docker compose up ~-d ~--detach, docker|podman stats ~--no-stream, docker|podman events ~--until,
  watch ~-g ~--chgexit ~-e ~--errexit, ping|ping6 ~-c ~-w, tcpdump|tshark ~-c ~-r ~-D ~-G, strace -p, sleep infinity|inf,
  kafka-console-consumer|kafka-console-consumer.sh ~--max-messages ~--timeout-ms, kcat|kafkacat -C ~-e ~-c,
  redis-cli|valkey-cli monitor|MONITOR|subscribe|SUBSCRIBE|psubscribe|PSUBSCRIBE, nats sub ~--count,
  mosquitto_sub ~-C ~-W, inotifywait -m|--monitor, nc|ncat -l, yes, heroku logs -t|--tail, aws logs tail --follow,
  nomad alloc logs -f, consul|nomad monitor`

const table = openTable(patterns.split(',').map((pattern) => ({ pattern: pattern.trim() })))

/** Commands that print anew at an interval; without a count they never stop. */
const sampling = /^(?:vmstat|iostat|mpstat|pidstat|sar|dstat)$/

/** Whether a command does not end by itself, wherever it stands. */
export const isEndless = ({ words }: ShellCommand): boolean => table.find(words) !== undefined

/** What a message calls a command that does not end by itself; nothing when it does, or when something ends it. */
export function endlessName({ command, outer }: Started): string | undefined {
  const name = table.find(command.words)?.name ?? samplingName(command)
  if (name === undefined) return undefined
  const around = [...outer, command]
  const ended =
    outer.some((one) => /^g?timeout$/.test(programOf(one))) ||
    around.some(({ place }) => place.background === true || (place.next && stopsReading(place.next)))
  return ended ? undefined : name
}

function samplingName({ words }: Started['command']): string | undefined {
  const name = programOf({ words })
  const numbers = words.slice(1).filter(({ value }) => /^\d+$/.test(value))
  return sampling.test(name) && numbers.length === 1 && words.at(-1) === numbers[0]
    ? `${name} ${numbers[0]?.value}`
    : undefined
}
