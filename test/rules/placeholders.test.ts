import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import type { Language, Role } from '../../engine/model.ts'
import { placeholdersIn } from '../../engine/rules/placeholders.ts'
import { blockOf } from './blocks.ts'

function found(script: string, language: Language = 'bash', role: Role = 'action'): string[] {
  return placeholdersIn(blockOf(script, language, role)).map(({ text, span }) => {
    expect(script.slice(span.start, span.end)).toBe(text)
    return text
  })
}

test.each<[string, string[]]>([
  ['kubectl logs <pod>', ['<pod>']],
  ['kubectl -n <namespace> get pod/<pod-name> -o wide', ['<namespace>', '<pod-name>']],
  ['curl http://<host>:9090/health', ['<host>']],
  ['tar -xf backup-<YYYY-MM-DD>.tar', ['<YYYY-MM-DD>']],
  ['TENANT=<tenant-name>', ['<tenant-name>']],
  ['az group delete --name=<group> --query "[?id==<id>]"', ['<group>']],
  ['echo "<your name>"', ['<your name>']],
  ['ssh <user>@<host>', ['<user>', '<host>']],
  ['systemctl <start|stop> app', ['<start|stop>']],
  ['curl -H "Authorization: Bearer YOUR_TOKEN"', ['YOUR_TOKEN']],
  ['export KEY=your-api-key', ['your-api-key']],
  ['psql postgres://app:CHANGEME@db/app', ['CHANGEME']],
  ['export TOKEN=REPLACE_ME', ['REPLACE_ME']],
  ['login --token TOKEN_HERE', ['TOKEN_HERE']],
  ['ping xxx.xxx.xxx.xxx', ['xxx']],
  ['kubectl scale deploy {{name}}', ['{{name}}']],
  ['kubectl scale deploy {{ name }} --replicas={{ count }}', ['{{ name }}', '{{ count }}']],
  ['kubectl logs [POD_NAME]', ['[POD_NAME]']],
  ['notify "[Your name]"', ['[Your name]']],
])('%s', (script, expected) => {
  expect(found(script).sort()).toEqual([...expected].sort())
})

test.each([
  'sort < in.txt > out.txt',
  'cat <<EOF > out\nhi\nEOF',
  'cat <<-EOF\n\thi\n\tEOF',
  'diff <(ls a) <(ls b)',
  'grep "\\<word\\>" file',
  'grep -P "(?<name>x)" file',
  'echo "<html><body>hi</body></html>"',
  'curl -d "<note>hi</note>" "$API"',
  '[[ $a < $b ]] && [[ $c > $d ]]',
  'awk "\\$1 < 3 && \\$2 > 4" f',
  '# fill in <pod> first\ntrue',
  'true # like YOUR_TOKEN',
  'echo "$YOUR_TOKEN"',
  "docker ps --format '{{.Names}}'",
  "docker inspect -f '{{range .Mounts}}{{.Source}}{{end}}' x",
  "kubectl get pods -o go-template='{{ .metadata.name }}'",
  'echo "[ERROR] disk is full"',
  "grep '[A-Z]' file",
  "tr '[:upper:]' '[:lower:]'",
  "grep '\\[FATAL_ERROR\\]' log",
  'echo "${PODS[INDEX_OF]}"',
  'mktemp /tmp/app.XXXXXX',
  'f=$(mktemp -t xxxx)',
  'echo 2>&1 | cat',
])('%s is no placeholder', (script) => {
  expect(found(script)).toEqual([])
})

test.each<[Language, Role, string, string[]]>([
  ['python', 'read', 'if low<x and y>high: print(f"{{a}}")', []],
  ['python', 'read', 'open("/etc/<app>/config")', ['<app>']],
  ['node', 'read', 'const list = new Map<String>()', []],
  ['sql', 'read', 'select * from jobs where a<b and c>d', []],
  ['sql', 'read', "select * from jobs where id = '<job id>'", ['<job id>']],
  ['http', 'read', 'GET https://<host>/health\nAuthorization: Bearer YOUR_TOKEN', ['<host>', 'YOUR_TOKEN']],
  ['promql', 'read', 'up{job="<job>"} > 0', ['<job>']],
  ['toml', 'write', '[STORAGE_LAYER]\npath = "<data-dir>"', ['<data-dir>']],
  ['yaml', 'write', 'summary: "{{ value }} is high"', []],
])('%s %s: %s', (language, role, script, expected) => {
  expect(found(script, language, role)).toEqual(expected)
})

test('whatever stands in a script, a place is inside of it', () => {
  assert(
    property(string({ unit: 'grapheme' }), (script) => {
      for (const { span } of placeholdersIn(blockOf(script))) {
        expect(span.start).toBeLessThan(span.end)
        expect(span.end).toBeLessThanOrEqual(script.length)
      }
    }),
  )
})
