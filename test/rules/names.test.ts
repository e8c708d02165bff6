import { beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../../engine/model.ts'
import { namesOf } from '../../engine/rules/names/block-names.ts'
import { ordinaryNames } from '../../engine/rules/names/environment.ts'
import type { Reading } from '../../engine/rules/reading.ts'
import { blockOf, openEveryReading } from './blocks.ts'

let reading: Reading
beforeAll(async () => {
  reading = await openEveryReading()
})

/** Names that a block reads and neither sets nor finds in every environment. */
function asked(script: string, language: Language = 'bash'): string[] {
  const { used, set, open } = namesOf(blockOf(script, language), reading)
  if (open) return []
  return used
    .filter(({ name }) => !set.has(name) && !ordinaryNames.test(name))
    .map(({ span }) => script.slice(span.start, span.end))
}

const handedOn = (script: string, language: Language = 'bash'): string[] =>
  [...namesOf(blockOf(script, language), reading).handedOn].sort()

describe('what a shell block asks for', () => {
  test.each<[string, string[]]>([
    ['echo $API', ['$API']],
    ['curl "$API/x?y=${TOKEN}"', ['$API', '${TOKEN}']],
    ["echo '$API'", []],
    ['echo \\$API', []],
    ['echo "${API:-http://x}"', []],
    ['echo "${API-}" "${B:=1}" "$B"', []],
    ['echo "${API:?is missing}"', ['${API:?is missing}']],
    ['echo "${#LIST}" "${NAME%.log}" "${NAME/a/$B}"', ['${#LIST}', '${NAME%.log}', '${NAME/a/$B}', '$B']],
    ['cat <<EOF\n$API\nEOF', ['$API']],
    ["cat <<'EOF'\n$API\nEOF", []],
    ['echo $(curl "$API")', ['$API']],
    ['echo $((COUNT + $MORE))', ['$MORE']],
    ['x=1; echo $x', []],
    ['x=$y', ['$y']],
    ['for f in $FILES; do echo "$f"; done', ['$FILES']],
    ['while read -r a b; do echo $a $b; done', []],
    ['read -p "name " who; echo $who', []],
    ['f() { local x=$1; echo "$x" "$@" $# $? $!; }', []],
    ['mapfile -t rows < f; echo "${rows[0]}"', []],
    ['printf -v stamp %s 1; echo $stamp', []],
    ['declare -A map; echo "${map[a]}"', []],
    ['while getopts ab opt; do echo $opt; done', []],
    ['exec {fd}>f; echo $fd', []],
    ['A=1 B=$C run', ['$C']],
    ['echo $HOME $RUNBOOK_RUN_ID $LC_ALL $PGHOST', []],
    ['source ./env.sh; echo $ANYTHING', []],
    ['awk "{print $1}"', []],
    ['jq --arg id "$ID" .x', ['$ID']],
    ['(( n = 3 )); echo $n', []],
  ])('%s', (script, expected) => {
    expect(asked(script)).toEqual(expected)
  })
})

describe('what other languages ask for', () => {
  test.each<[Language, string, string[]]>([
    ['python', "import os\nprint(os.environ['API'])", ["os.environ['API']"]],
    ['python', 'os.getenv("API")', ['os.getenv("API")']],
    ['python', 'os.getenv("API", "x")', []],
    ['python', 'os.environ.get("API") or 1', []],
    ['python', 'os.environ["API"] = "x"\nprint(os.environ["API"])', []],
    ['python', '# os.environ["API"]', []],
    ['node', 'fetch(process.env.API)', ['process.env.API']],
    ['node', "process.env['API'] ?? 'x'", []],
    ['node', 'process.env.API || 1', []],
    ['sql', "select * from jobs where id = :'ID'", [":'ID'"]],
    ['sql', 'select :N::int, a::text', [':N']],
    ['sql', "select ':ID' -- :X", []],
    ['sql', '\\set n 3\nselect :n', []],
    ['http', 'GET $API/jobs/${ID}\nX: $TOKEN', ['$API', '${ID}', '$TOKEN']],
    ['http', 'POST $API\n\n{"$ref": "x"}', ['$API']],
    ['promql', 'up{job="$JOB"}', ['$JOB']],
  ])('%s: %s', (language, script, expected) => {
    expect(asked(script, language)).toEqual(expected)
  })
})

describe('what a block hands on', () => {
  test.each<[Language, string, string[]]>([
    ['bash', 'export A=1 B\nC=2', ['A', 'B']],
    ['bash', 'declare -x A=1\ndeclare B=2', ['A']],
    ['bash', 'set -a\nA=1', ['A']],
    ['bash', 'echo "job=$x" >> "$RUNBOOK_OUTPUT"', ['job']],
    ['bash', '{ echo a=1; echo "b=2"; } >> $RUNBOOK_OUTPUT', ['a', 'b']],
    ['bash', 'printf \'a=%s\\nb=%s\\n\' 1 2 >> "$RUNBOOK_OUTPUT"', ['a', 'b']],
    ['bash', 'cat >> "$RUNBOOK_OUTPUT" <<EOF\na=1\nb=2\nEOF', ['a', 'b']],
    ['bash', 'echo "job=1"', []],
    ['python', "open(os.environ['RUNBOOK_OUTPUT'], 'a').write(f'job={x}\\n')", ['job']],
    ['node', 'appendFileSync(process.env.RUNBOOK_OUTPUT, `job=${x}\\n`)', ['job']],
  ])('%s: %s', (language, script, expected) => {
    expect(handedOn(script, language)).toEqual(expected)
  })
})
