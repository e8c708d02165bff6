import { array, assert, constantFrom, property } from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../../engine/model.ts'
import { harmIn } from '../../engine/rules/destruction/judge.ts'
import type { Reading } from '../../engine/rules/reading.ts'
import { blockOf, openEveryReading } from './blocks.ts'

let reading: Reading
beforeAll(async () => {
  reading = await openEveryReading()
})

/** What the judge points at in a script, in its own words. */
function found(script: string, language: Language = 'bash'): string[] {
  return harmIn(blockOf(script, language), reading).map(({ span }) => script.slice(span.start, span.end))
}

/** A command, and the very part of it that must be marked; without one, all of it. */
const destructive: readonly (readonly [string, string?])[] = [
  ['rm -rf /var/lib/app'],
  ['rm -r -f build'],
  ['rm -Rv build'],
  ['rm --recursive build'],
  ['rm *.log'],
  ['/bin/rm -rf /srv'],
  ['sudo rm -rf /srv', 'rm -rf /srv'],
  ['sudo -u app -- rm -rf /srv', 'rm -rf /srv'],
  ['env A=1 rm -rf /srv', 'rm -rf /srv'],
  ['timeout -k 5 30 rm -rf /srv', 'rm -rf /srv'],
  ['cd /srv && rm -rf *', 'rm -rf *'],
  ['find /tmp -mtime +7 -delete'],
  ["find . -name '*.bak' -exec rm -rf {} +", 'rm -rf {}'],
  ['find . -execdir shred {} \\;', 'shred {}'],
  ['ls | xargs -n 1 rm -r', 'rm -r'],
  ["sh -c 'rm -rf /srv'", 'rm -rf /srv'],
  ['sudo bash -ec "rm -rf /srv"', 'rm -rf /srv'],
  ["ssh -p 22 db1 'sudo systemctl stop app'", 'systemctl stop app'],
  ['ssh db1 sudo reboot', 'reboot'],
  ["eval 'rm -rf /srv'", 'rm -rf /srv'],
  ["trap 'rm -rf /srv' EXIT", 'rm -rf /srv'],
  ['for n in 1 2; do kill -9 "$n"; done', 'kill -9 "$n"'],
  ['if true; then (cd /; rm -r x); fi', 'rm -r x'],
  ['clean() { rm -rf /srv; }', 'rm -rf /srv'],
  ['echo $(rm -rf /srv)', 'rm -rf /srv'],
  ['echo "rm -rf /srv" | sh', 'rm -rf /srv'],
  ['bash <<EOF\nrm -rf /srv\nEOF', 'rm -rf /srv'],
  ['dd if=/dev/zero of=/dev/sda'],
  ['mkfs.ext4 /dev/sdb1'],
  ['truncate -s 0 app.log'],
  ['kill "$(cat app.pid)"'],
  ['kill -TERM 4711'],
  ['pkill -9 engram'],
  ['sudo killall engram', 'killall engram'],
  ['systemctl --user restart app'],
  ['sudo systemctl mask app', 'systemctl mask app'],
  ['service nginx stop'],
  ['docker stop web'],
  ['docker -H tcp://a:1 rm -f web'],
  ['docker volume prune --all'],
  ['docker-compose -f a.yml down'],
  ['docker compose -p shop restart web'],
  ['podman kill web'],
  ['docker exec web rm -rf /cache', 'rm -rf /cache'],
  ['docker compose exec -T web sh -c "rm -rf /cache"', 'rm -rf /cache'],
  ['kubectl delete pod web-0'],
  ['kubectl -n shop scale deploy web --replicas=0'],
  ['oc --context x drain node-1'],
  ['kubectl rollout restart deploy/web'],
  ['kubectl exec web-0 -- rm -rf /cache', 'rm -rf /cache'],
  ['helm -n shop rollback web 3'],
  ['helm uninstall web'],
  ['git push --force'],
  ['git push -f origin main'],
  ['git reset --hard HEAD~1'],
  ['git clean -fdx'],
  ['git restore .'],
  ['dropdb app'],
  ['pg_restore -d app app.dump'],
  ['turso db destroy app --yes'],
  ['turso db restore app'],
  ['turso db shell app "DELETE FROM episodes WHERE id = 1"', 'DELETE FROM episodes WHERE id = 1'],
  ['turso db shell app <<EOF\n.tables\nDELETE FROM episodes;\nEOF', 'DELETE FROM episodes'],
  ['psql -c "DROP TABLE jobs"', 'DROP TABLE jobs'],
  ["psql -d app --command='truncate jobs'"],
  ['psql <<SQL\nselect 1;\nupdate jobs set tries = 0;\nSQL', 'update jobs set tries = 0'],
  ['echo "DROP TABLE jobs" | psql app', 'DROP TABLE jobs'],
  ['sqlite3 app.db "DELETE FROM jobs"', 'DELETE FROM jobs'],
  ['curl -X DELETE http://localhost/jobs/1'],
  ['curl -sXDELETE http://localhost/jobs/1'],
  ['curl -fsS --request DELETE "$API/jobs/1"'],
  ['redis-cli -h cache flushall'],
  ['shutdown -h now'],
  ['> /var/log/app.log'],
  [': > app.log'],
  ['cat /dev/null > app.log'],
  ['dd if=a.img > /dev/sdb'],
  ['restic -r s3:b restore latest --target /'],
  ['engram restore full latest'],
  ['engram stop'],
  ['orders-cli jobs purge'],
  ['terraform destroy -auto-approve'],
  ['aws s3 rm s3://bucket/x --recursive'],
  ['aws iam delete-access-key --access-key-id A1'],
  ['aws --region eu-west-1 rds reboot-db-instance --db-instance-identifier main --force-failover'],
  ['gcloud sql instances failover main'],
  ['az vm deallocate -g web -n one'],
  ['docker compose down --volumes'],
  ['etcdctl --data-dir /srv/new snapshot restore keys.db'],
  ['aws --region eu-1 rds delete-db-instance --db-instance-identifier x'],
  ['aws ec2 terminate-instances --instance-ids i-1'],
  ['aws ec2 stop-instances --instance-ids i-1'],
  ['gcloud sql instances delete orders --quiet'],
  ['gcloud compute instance-groups managed delete workers --zone a'],
  ["gcloud compute ssh web-1 --zone a --command='sudo reboot'", "--command='sudo reboot'"],
  ['az network vnet subnet delete -n x -g y'],
  ['doctl compute droplet delete web-1 -f'],
  ["ansible all -b -m shell -a 'rm -rf /var/cache/x'", 'rm -rf /var/cache/x'],
  ['kafka-consumer-groups.sh --group g --reset-offsets --to-latest --topic t --execute'],
  ['vault secrets disable kv'],
  ["find /srv -name '*.tmp' -exec rm {} +", 'rm {}'],
  ['find /srv -print0 | xargs -0 sudo rm -f --', 'rm -f --'],
  ['crontab -r'],
  ['rsync -a --delete a/ b/'],
  ['iptables -F'],
]

const harmless: readonly string[] = [
  'echo "rm -rf /"',
  "echo 'kubectl delete pod x'",
  'printf "%s\\n" "systemctl stop app"',
  'grep DROP app.log',
  'aws ec2 terminate-instances --dry-run --instance-ids i-1',
  'aws logs describe-log-groups --log-group-name-prefix delete',
  'gcloud compute instances list --filter=delete',
  "grep -r 'DELETE FROM' src",
  'rg "kill -9" docs',
  '# rm -rf /srv\ntrue',
  'ls rm -r',
  'man rm',
  'which rm',
  'command -v kubectl',
  'rm app.pid',
  'rm -f /tmp/app.lock',
  'tmp=$(mktemp -d)\nrm -rf "$tmp"',
  'work=$(mktemp -d)\ntrap \'rm -rf "$work"\' EXIT',
  'sleep 100 &\nchild=$!\nkill "$child"',
  'kill -0 "$pid"',
  'kill -l',
  'kill -HUP "$pid"',
  'kill -s USR1 "$pid"',
  'pkill -HUP nginx',
  'pgrep -x engram',
  'find . -name "*.log"',
  'find . -delete-me',
  'find . -exec ls {} \\;',
  'xargs -n 1 echo rm -r',
  'systemctl status app',
  'systemctl is-active app',
  'systemctl reload app',
  'systemctl start app',
  'journalctl -u app --since stop',
  'service nginx status',
  'docker ps -a',
  'docker logs stop',
  'docker inspect rm',
  'docker-compose up -d',
  'docker compose -f rm ps',
  'docker exec web ls /cache',
  'kubectl get pods -n delete',
  'kubectl describe pod delete',
  'kubectl rollout status deploy/web',
  'kubectl exec web-0 -- ls /cache',
  'helm history web',
  'git restore --staged .',
  'git status',
  'git reset HEAD~1',
  'git push origin main',
  'git commit -m "reset --hard"',
  'git log --grep=delete',
  'psql -c "select 1"',
  'psql -c "select \'drop table x\'"',
  'psql -c "update jobs set tries = 0 where id = 1"',
  'psql -c "explain delete from jobs"',
  'turso db shell app "SELECT count(*) FROM episodes"',
  'turso db show app',
  'curl http://localhost/delete',
  'curl -X POST http://localhost/jobs',
  'curl -d "method=DELETE" http://localhost/jobs',
  'redis-cli info',
  'redis-cli get flushall',
  'dd if=/dev/sda of=/dev/null bs=1M count=10',
  'echo hello > out.txt',
  'date >> app.log',
  'true > /dev/null',
  'curl -fsS "$API/health" > "$work/health.json"',
  "ssh db1 'systemctl status app'",
  'sh -c "echo rm -rf"',
  'jq ".delete" x.json',
  'awk "/kill -9/" x',
  'cat <<EOF\nrm -rf /srv\nEOF',
  'cat > notes.txt <<EOF\nDROP TABLE x;\nEOF',
  '[ "$state" = stop ]',
  'case "$1" in stop) echo no;; esac',
  'stop=1',
  'echo shutdown',
  'engram status',
  'aws ec2 describe-instances --instance-ids i-1',
  'aws ec2 terminate-instances --instance-ids i-1 --dry-run',
  'aws logs stop-query --query-id x',
  'gcloud logging read delete --limit 3',
  'gcloud compute instances describe stop',
  'az vm list -g delete',
  'ansible all -m ping',
  'kafka-consumer-groups.sh --group g --describe',
  'engram restore --help',
  'npm run restart',
  'make stop',
  'test -e restore',
  'timedatectl set-ntp true',
  'pg_restore --list app.dump',
  'pg_restore --file=/dev/null app.dump',
  'shutdown -c',
]

describe('shell', () => {
  test.each(destructive.map(([script, marked]) => ({ script, marked })))(
    '$script destroys',
    ({ script, marked }) => {
      const harms = found(script)
      expect(harms).toHaveLength(1)
      expect([undefined, ...harms]).toContain(marked)
    },
  )

  test.each(harmless)('%s does not', (script) => {
    expect(found(script)).toEqual([])
  })

  test('the tables are as wide as they claim', () => {
    expect(destructive.length).toBeGreaterThanOrEqual(60)
    expect(harmless.length).toBeGreaterThanOrEqual(60)
  })

  test('every harm of a script is found, each once', () => {
    expect(found('systemctl stop a\nrm -rf b\nsystemctl stop a')).toEqual([
      'systemctl stop a',
      'rm -rf b',
      'systemctl stop a',
    ])
  })

  test('a script that does not parse is judged as far as it goes', () => {
    expect(found('rm -rf /srv\nif true; then')).toEqual(['rm -rf /srv'])
  })
})

describe('sql', () => {
  test.each([
    ['DROP TABLE jobs', 'DROP TABLE jobs'],
    ['-- clean up\ndelete from jobs where id = 1;', 'delete from jobs where id = 1'],
    ["select 'ü€😀'; truncate jobs;", 'truncate jobs'],
    ['update jobs set tries = 0', 'update jobs set tries = 0'],
    [
      'update jobs set tries = (select 1 from a where b = 2)',
      'update jobs set tries = (select 1 from a where b = 2)',
    ],
    ['alter table jobs drop column tries', 'alter table jobs drop column tries'],
    ["select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle'", undefined],
    ["select pg_catalog.pg_terminate_backend(:'PID')", undefined],
    ['with gone as (delete from jobs returning *) select count(*) from gone', undefined],
    ['explain analyze delete from jobs', undefined],
    ["do $$ begin execute 'drop table jobs'; end $$", undefined],
    ['merge into a using b on a.id = b.id when matched then delete', undefined],
    [
      "\\set n 3\ndelete from jobs where id = :'ID' and n > :n;",
      "delete from jobs where id = :'ID' and n > :n",
    ],
    ['drop database app', 'drop database app'],
    ['delete from [jobs] limit 3', 'delete from [jobs] limit 3'],
  ])('%s destroys', (script, marked) => {
    expect(found(script, 'sql')).toEqual([marked ?? script])
  })

  test.each([
    'select * from jobs',
    "select 'drop table jobs'",
    '-- drop table jobs\nselect 1',
    'update jobs set tries = 0 where id = 1',
    'alter table jobs add column n int',
    'explain delete from jobs',
    'select deleted, dropped from updates',
    "insert into jobs (note) values ('delete from x')",
    "select * from [jobs] where a = 'drop table'",
    'create index concurrently on jobs (id)',
  ])('%s does not', (script) => {
    expect(found(script, 'sql')).toEqual([])
  })
})

describe('http', () => {
  test.each([
    ['DELETE $API/jobs/1', ['DELETE $API/jobs/1']],
    ['# all of them\n\nDELETE $API/jobs\nAccept: */*', ['DELETE $API/jobs']],
    ['GET $API/jobs\n\n###\nDELETE $API/jobs', ['DELETE $API/jobs']],
    ['GET $API/jobs?DELETE', []],
    ['POST $API/jobs\n\nDELETE this', []],
  ])('%j', (script, marked) => {
    expect(found(script, 'http')).toEqual(marked)
  })
})

describe('python and node, by known names', () => {
  test.each<[Language, string, string[]]>([
    ['python', 'import shutil\nshutil.rmtree("/srv")', ['shutil.rmtree']],
    ['python', 'import os\nos.remove(path)', ['os.remove']],
    ['python', 'Path("x").unlink()', ['.unlink']],
    ['python', 'os.system("rm -rf /srv")', ['rm -rf /srv']],
    ['python', 'subprocess.run(["systemctl", "stop", "app"], check=True)', ['"systemctl", "stop", "app"']],
    ['python', 'cursor.execute("DELETE FROM jobs")', ['DELETE FROM jobs']],
    ['python', 'requests.delete(url)', ['requests.delete']],
    ['python', '# shutil.rmtree("/srv")\nprint("rm -rf")', []],
    ['python', 'subprocess.run(["ls", "-l"])', []],
    ['python', 'cursor.execute("SELECT 1")', []],
    ['node', "fs.rmSync('/srv', { recursive: true })", ['fs.rmSync']],
    ['node', "await fetch(url, { method: 'DELETE' })", ['method']],
    ['node', "execSync('kubectl delete pod x')", ['kubectl delete pod x']],
    ['node', 'process.kill(pid)', ['process.kill']],
    ['node', "// fs.rmSync('/srv')\nconsole.log('rm -rf')", []],
    ['node', "map.delete('x')", []],
  ])('%s: %s', (language, script, marked) => {
    expect(found(script, language)).toEqual(marked)
  })
})

describe('files and queries', () => {
  test.each<Language>(['toml', 'yaml', 'json', 'ini', 'text', 'promql'])(
    '%s holds no command',
    (language) => {
      expect(found('rm -rf /', language)).toEqual([])
    },
  )
})

describe('whatever a script holds', () => {
  const shell = [
    'rm -rf',
    'sudo ',
    'sh -c ',
    '$(',
    ')',
    '<<EOF\n',
    'EOF\n',
    '|',
    ';',
    '((',
    '[[',
    '$x',
    'find . -exec ',
    '{} \\;',
  ]
  const others = [
    'psql -c ',
    'DROP TABLE x',
    'delete from ',
    ":'A'",
    'os.system(',
    'execSync([',
    ',',
    '{',
    '}',
  ]
  const pieces = constantFrom(...shell, ...others, '"', "'", '`', '\n', '# ', '\\', '😀')

  test.each<Language>(['bash', 'sql', 'http', 'python', 'node'])(
    '%s: the judge answers, and points inside of it',
    (language) => {
      assert(
        property(array(pieces, { maxLength: 30 }), (words) => {
          const script = words.join('')
          for (const { span } of harmIn(blockOf(script, language), reading)) {
            expect(span.start).toBeGreaterThanOrEqual(0)
            expect(span.end).toBeGreaterThanOrEqual(span.start)
            expect(span.end).toBeLessThanOrEqual(script.length)
          }
        }),
      )
    },
  )

  test.each<[Language, string]>([
    ['bash', 'sudo '.repeat(12_000)],
    ['bash', '('.repeat(50_000)],
    ['bash', 'echo <a> '.repeat(5_000)],
    ['sql', `delete from x where ${'('.repeat(20_000)}`],
    ['python', 'run("delete from x")\n'.repeat(5_000)],
    ['python', 'os.system("'.repeat(5_000)],
  ])('%s: a hostile one takes no longer than a moment', (language, script) => {
    const start = performance.now()
    harmIn(blockOf(script, language), reading)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
