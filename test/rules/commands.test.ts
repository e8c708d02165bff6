import { beforeAll, describe, expect, test } from 'vitest'
import { template } from '../../engine/cli/actions/new.ts'
import { endlessName } from '../../engine/rules/commands/endless.ts'
import { interactiveName } from '../../engine/rules/commands/interactive.ts'
import { changeOf } from '../../engine/rules/commands/changes.ts'
import type { Reading } from '../../engine/rules/reading.ts'
import { openEveryReading } from './blocks.ts'
import { findingsIn } from './page.ts'

let reading: Reading
beforeAll(async () => {
  reading = await openEveryReading()
})

const endless = (script: string) => reading.started(script).flatMap((one) => endlessName(one) ?? [])
const interactive = (script: string) =>
  reading.started(script).flatMap((one) => interactiveName(one, false) ?? [])
const changing = (script: string) =>
  reading.started(script).flatMap(({ command }) => changeOf(command)?.name ?? [])

describe('endless', () => {
  test.each([
    'tail -f /var/log/app.log',
    'sudo tail -n 100 -F app.log',
    'journalctl -fu app',
    'journalctl -u app -f | grep ERROR',
    'kubectl -n orders logs -f deploy/api',
    'kubectl get pods -w',
    'kubectl get pods --watch -o wide',
    'kubectl port-forward svc/api 8080:80',
    'watch -n 5 df -h',
    'ping db',
    'tcpdump -i eth0 port 53',
    'strace -f -p 17',
    'docker compose logs -f api',
    'docker stats',
    'docker compose up',
    'vmstat 5',
    'ssh db1 tail -f /var/log/postgresql.log',
    'kafka-console-consumer.sh --topic orders --bootstrap-server k:9092',
    'redis-cli -h cache monitor',
    'sh -c "dmesg -w"',
  ])('%s', (script) => {
    expect(endless(script)).toHaveLength(1)
  })

  test.each([
    'tail -n 100 /var/log/app.log',
    'timeout 30 tail -f app.log',
    'timeout 30 sh -c "tail -f app.log"',
    'tail -f app.log | head -n 20',
    'tail -f app.log | grep -m 1 ready',
    'tail -f app.log | sed "/ready/q"',
    'kubectl port-forward svc/api 8080:80 &',
    '(kubectl logs -f api &) ; sleep 5',
    'kubectl get pods -owide',
    'kubectl rollout status deploy/api',
    'kubectl wait --for=condition=ready pod/x',
    'ping -c 3 db',
    'ping -c3 -W1 db',
    'ping -qc5 db',
    'tcpdump -c 100 -i eth0',
    'docker stats --no-stream',
    'docker compose up -d',
    'vmstat 5 3',
    'vmstat -s',
    'echo "tail -f is endless"',
    'grep -f patterns.txt app.log',
    'cut -d: -f1 /etc/passwd',
    'kubectl apply -f app.yaml --dry-run=client',
  ])('ends: %s', (script) => {
    expect(endless(script)).toEqual([])
  })
})

describe('interactive', () => {
  test.each([
    'vi /etc/hosts',
    'sudo vim /etc/hosts',
    'top',
    'htop -u app',
    'ssh db1',
    'ssh -i key -p 22 ops@db1',
    'psql',
    'psql -h db -U app orders',
    'mysql -u root -p',
    'mysql -u root -p orders < dump.sql',
    'mongosh "mongodb://db/orders"',
    'redis-cli -h cache',
    'read -p "Sure? " answer',
    'read answer',
    'kubectl edit deploy api',
    'kubectl exec -it api-0 -- bash',
    'docker exec -it api sh',
    'docker exec -ti -u root api nginx -t',
    'terraform apply -input=true',
    'tofu destroy',
    'oc rsh api-0',
    'crontab -e',
    'sudo -i',
    'sudo su -',
    'su - postgres',
    'git rebase -i HEAD~3',
    'git commit',
    'apt-get install jq',
    'docker login registry',
    'python3',
    'tmux attach -t ops',
    'sqlite3 app.db',
  ])('%s', (script) => {
    expect(interactive(script)).toHaveLength(1)
  })

  test.each([
    'ssh db1 uptime',
    'ssh -o BatchMode=yes db1 -- systemctl status app',
    'ssh db1 < check.sh',
    'ssh db1 bash -s <<EOF\nuptime\nEOF',
    'ssh -N -f -L 5432:db:5432 bastion',
    'psql -c "select 1"',
    'psql -tAc "select 1"',
    'psql -h db -f check.sql',
    'psql <<SQL\nselect 1;\nSQL',
    'echo "select 1" | psql',
    'psql --version',
    'mysql -e "select 1"',
    'mysql < dump.sql',
    'redis-cli ping',
    'redis-cli -h cache info replication',
    'mongosh --quiet --eval "rs.status()"',
    'top -b -n 1',
    'top -bn1 | head',
    'while read -r line; do echo "$line"; done < file',
    'cat file | while read -r a b; do echo "$b"; done',
    'read -r state < <(systemctl is-active app)',
    'read -t 5 -r answer',
    'kubectl exec api-0 -- df -h',
    'kubectl exec -it api-0 -- psql -c "select 1"',
    'docker exec api sh -c "df -h"',
    'docker exec -i db psql -t -c "select 1"',
    'terraform apply plan.out',
    'terraform apply -auto-approve',
    'crontab -l',
    'sudo -u postgres psql -c "select 1"',
    "sudo find /var/log -name '*.gz' -size +1M",
    "su - postgres -c 'psql -l'",
    'git commit -am "x"',
    'git add -A',
    'apt-get install -y jq',
    'apt-get -y install jq',
    'apt-get -s upgrade',
    'python3 -c "print(1)"',
    'python3 -m json.tool',
    'python3 check.py',
    'curl -s https://x | python3 -',
    'bash check.sh',
    'bash -c "df -h"',
    'sqlite3 app.db "select 1"',
    'tmux new -d -s ops',
    'which vim',
  ])('asks nobody: %s', (script) => {
    expect(interactive(script)).toEqual([])
  })
})

describe('changing', () => {
  test.each([
    'kubectl apply -f app.yaml',
    'kubectl -n orders label pod api-0 seen=yes',
    'kubectl annotate --overwrite ns orders a=b',
    'helm upgrade api ./chart',
    'sudo systemctl start app',
    'systemctl daemon-reload',
    "sed -i 's/a/b/' /etc/app.conf",
    'sudo chmod 600 /etc/app.key',
    'apt-get install -y jq',
    'git push origin main',
    'sysctl -w vm.swappiness=1',
    'docker compose up -d',
    'terraform apply plan.out',
    'curl -X PUT http://api/limits/1',
    'curl -sS -XPOST "$API/jobs"',
    'echo 1 > /proc/sys/vm/drop_caches',
    'echo nameserver 1.1.1.1 | sudo tee /etc/resolv.conf',
    'aws ec2 start-instances --instance-ids i-1',
    'redis-cli config set maxmemory 1gb',
    'kafka-topics.sh --create --topic x',
    'ssh db1 sudo systemctl reload postgresql',
  ])('%s', (script) => {
    expect(changing(script)).toHaveLength(1)
  })

  test.each([
    'kubectl get pods',
    'kubectl apply --dry-run=server -f app.yaml',
    'kubectl rollout status deploy/api',
    'kubectl auth can-i create pods',
    'kubectl config set-context --current --namespace=orders',
    'helm list',
    'systemctl status app',
    "sed 's/a/b/' /etc/app.conf",
    'sed -i s/a/b/ /tmp/copy.conf',
    'git log --oneline',
    'git fetch origin',
    'sysctl -n vm.swappiness',
    'docker compose ps',
    'terraform plan',
    'curl -fsS http://api/limits',
    'curl -X POST "$ES/_search" -d "{}"',
    'curl -sX POST http://prom:9090/api/v1/query',
    'df -h > /tmp/df.txt',
    'df -h > "$EVIDENCE_DIR/df.txt"',
    'df -h > "$RUNBOOK_OUTPUT"',
    'df -h | tee /tmp/df.txt',
    'aws logs start-query --log-group-name x',
    'aws ec2 describe-instances',
    'redis-cli config get maxmemory',
    'kafka-topics.sh --describe',
    'systemctl list-units --state=failed',
    'apt-get -s upgrade',
    'nginx -t',
  ])('only looks: %s', (script) => {
    expect(changing(script)).toEqual([])
  })
})

describe('the way back in a sentence', () => {
  const acting = (sentence: string) => [
    {
      path: 'a.md',
      text: `---\nid: A-1\n---\n\n# A\n\n## Do\n\n${sentence}\n\n\`\`\`bash action\nmkdir -p /srv/x\n\`\`\`\n`,
    },
  ]
  const codes = async (sentence: string) => (await findingsIn(acting(sentence))).map(({ code }) => code)

  test.each([
    'They cannot be brought back.',
    'Nothing has to be undone.',
    'The way back is to apply the last commit.',
    'This need not be rolled back.',
  ])('%s', async (sentence) => {
    expect(await codes(sentence)).not.toContain('action-without-rollback')
  })

  test('a sentence that says nothing of it', async () => {
    expect(await codes('The files are brought back by hand.')).toContain('action-without-rollback')
  })
})

describe('a runbook to start from', () => {
  test.each(['Disk: full', '# 12', '[x]', '*x*', '- a', "it's", '12', '"q'])(
    '%s as title and 12 as id',
    async (title) => {
      const text = template('12', title, 'true')
      expect(await findingsIn([{ path: 'a.md', text }])).toEqual([])
    },
  )

  test('frontmatter that cannot be read is one finding: nobody knows its inputs', async () => {
    const text = template('A-1', 'Alpha', 'web').replace('title: Alpha', 'title: Alpha: beta')
    expect((await findingsIn([{ path: 'a.md', text }])).map(({ code }) => code)).toEqual(['bad-yaml'])
  })
})

describe('what a section says', () => {
  const page = (body: string) => [
    {
      path: 'a.md',
      text: `---\nid: A-1\ntitle: A\ninputs:\n  NAME: { type: string, default: x }\n  COUNT: { type: integer, default: 3 }\n---\n\n# A\n\n## Do\n\n${body}\n`,
    },
  ]
  const ask = '```bash ask\nid -u\n```\n\n'

  test.each([
    [
      `${ask}- **otherwise** → **stop**\n- **value is 0** → **resolved**`,
      'unmeasurable-condition',
      'value is 0',
    ],
    [
      '> [!CAUTION]\n\n```bash action\nrm -r /srv/x\n```\n\nFor good.\n\n```bash verify\ntest ! -e /srv/x\n```',
      'misplaced-alert',
      '> [!CAUTION]',
    ],
    ['```bash read\nbash -c "ls $NAME"\n```', 'shell-hazard', '$NAME'],
    ['```bash read\necho $((NAME * 2))\n```', 'shell-hazard', 'NAME'],
    ['```bash read\n(( $NAME > 2 )) && date\n```', 'shell-hazard', '$NAME'],
    ['```sql read\nselect 1 from t where a = :NAME;\n```', 'shell-hazard', ':NAME'],
    ['```bash read\nsudo sh -ec "seq ${NAME}"\n```', 'shell-hazard', '${NAME}'],
  ])('%j: %s', async (body, code, marked) => {
    const found = await findingsIn(page(body))
    expect(found.map((one) => [one.code, page(body)[0]?.text.slice(one.span.start, one.span.end)])).toEqual([
      [code, marked],
    ])
  })

  test.each([
    `${ask}- **value is 0** → **resolved**\n- **otherwise** → **stop**`,
    '```sql read\nselect 1 from :"NAME" where a = :\'NAME\' and b > :COUNT;\n```',
    '```bash read\necho $((COUNT * 2))\n```',
    '```bash read\nbash -c "seq $COUNT"\nbash -c \'ls "$1"\' bash "$NAME"\nbash -c "ls \\$NAME"\n```',
  ])('%j: nothing', async (body) => {
    expect(await findingsIn(page(body))).toEqual([])
  })

  test.each([
    ["output contains 'x'", 'write `"x"`'],
    ['output is not empty', 'write `not output is …`'],
    ['value is not 5', 'write `not value is …`'],
    ['$NAME is not x', 'write `not $NAME is …`'],
  ])('%s has a repair that repairs', async (condition, help) => {
    const found = await findingsIn(
      page(`${ask}- **${condition}** → **stop**\n- **otherwise** → **resolved**`),
    )
    expect(found.map((one) => [one.code, one.help])).toEqual([['bad-branch', help]])
  })
})
