/** Words that change something wherever they stand in a statement. A column may be called so: then it is taken to act. */
const changing =
  /\b(?:insert|update|delete|drop|alter|create|truncate|grant|revoke|vacuum|reindex|cluster|call|do|set|kill|flush|reset|merge|refresh|copy|load|import|start|stop|change|into|lock|notify|remove\w*|update(?:one|many)|delete(?:one|many)|insert(?:one|many)|replaceone|findandmodify|findoneand\w+|bulkwrite|stepdown|reconfig|shutdownserver|dropdatabase|runcommand|admincommand|createindex|save)\b/i

/** Functions that look. Any other may do anything. */
const pure = new Set(
  `count sum avg min max coalesce now age date_trunc date_part extract round floor ceil ceiling abs mod power sqrt cast convert to_char to_timestamp to_number to_date to_json
  upper lower length char_length substring substr left right trim ltrim rtrim btrim lpad rpad replace translate position strpos split_part concat concat_ws format reverse repeat md5 encode decode quote_ident
  regexp_replace regexp_matches regexp_match starts_with nullif greatest least array_agg string_agg json_agg jsonb_agg json_build_object jsonb_build_object row_to_json json_object_agg array_length cardinality
  unnest generate_series array_to_string string_to_array row_number rank dense_rank lag lead first_value last_value ntile percentile_cont percentile_disc bool_and bool_or every stddev variance
  version current_setting current_database current_user current_schema current_date current_timestamp clock_timestamp statement_timestamp txid_current_snapshot
  obj_description col_description has_table_privilege has_schema_privilege has_database_privilege inet_server_addr inet_client_addr to_regclass host
  ifnull if isnull timestampdiff datediff unix_timestamp from_unixtime date_format date_add date_sub date time year month day hour minute second group_concat database user connection_id json_extract
  median quantile toDate toDateTime formatReadableSize uniq any sumIf countIf token ttl writetime dateadd interval`
    .toLowerCase()
    .split(/\s+/),
)
const purePostgres =
  /^pg_(?:size_pretty|\w*_size|is_in_recovery|is_wal_replay_paused|last_\w+|current_\w+|wal_lsn_diff|walfile_name|postmaster_start_time|conf_load_time|blocking_pids|safe_snapshot_blocking_pids|backend_pid|get_\w+|stat_get_\w+|stat_file|ls_\w+|tablespace_\w+|relation_\w+|database_\w+|total_\w+|table_is_visible|encoding_to_char|typeof|column_\w+|describe_object|identify_object|index_column_has_property|my_temp_schema)$/
const grammar =
  /^(?:in|values|and|or|not|exists|any|all|some|over|filter|within|group|using|on|as|from|select|where|join|case|when|then|else|by|with|partition|order|distinct|between|like|ilike|is|union|except|intersect|limit|offset|having|lateral|rows|explain|table|row|array|numeric|decimal|varchar|char|interval|int|bigint|timestamp|at|zone|recursive|materialized|analyze|buffers)$/

/** Whether a text of SQL, or of a database's shell, asks and changes nothing. */
export function asksOnly(sql: string): boolean {
  if (/\/\*!|\\(?:g|o|i|ir|w|copy|!|e|gexec|gset|watch)\b|\\!/.test(sql)) return false
  const plain = sql
    .replaceAll(/--.*$|^\s*#.*$|\/\*[\s\S]*?\*\//gm, ' ')
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/"[^"]*"/g, '""')
  const statements = plain
    .split(/;|\\G\b/)
    .map((one) => one.trim())
    .filter(Boolean)
  return statements.length > 0 && statements.every(asks)
}

function asks(statement: string): boolean {
  if (/^(?:show|describe|desc)\b/i.test(statement)) return true
  if (/^use\s+\w+$/i.test(statement)) return true
  if (/^\\(?:[dlxzt]|conninfo|timing|pset)/.test(statement)) return !/\\/.test(statement.slice(1))
  if (
    /^(?:rs\.(?:status|conf|printReplicationInfo|printSecondaryReplicationInfo)|sh\.status|db\.(?:stats|serverStatus|currentOp|version|hostInfo|isMaster|hello|printReplicationInfo|getMongo|getReplicationInfo|getCollectionNames))\s*\([^()]*\)$/.test(
      statement,
    )
  )
    return true
  if (
    /^db\.[\w.]+\.(?:find|findOne|count|countDocuments|estimatedDocumentCount|stats|getIndexes|explain|distinct|totalSize|dataSize)\s*\(/.test(
      statement,
    )
  )
    return !changing.test(statement) && !/function|=>|forEach|\$(?:out|merge)/.test(statement)
  return (
    /^(?:select|explain|with|table|values)\b/i.test(statement) &&
    !changing.test(statement) &&
    looksInCalls(statement)
  )
}

const looksInCalls = (statement: string): boolean =>
  [...statement.matchAll(/([\w.]+)\s*\(/g)].every(([, name = '']) => {
    const word = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
    return pure.has(word) || purePostgres.test(word) || grammar.test(word) || isTableAlias(statement, name)
  })

/** `WITH waiting (id) AS`, `unnest(…) AS t(id)`: names of columns, and no call. */
const isTableAlias = (statement: string, name: string): boolean =>
  new RegExp(
    `(?:\\bwith|\\bas|,)\\s+${name.replaceAll('.', '\\.')}\\s*\\([\\w\\s,]*\\)\\s*(?:as\\b|$|where|join|on|order|group|\\))`,
    'i',
  ).test(statement)

/** Clients of databases, with the options whose value is a statement. */
const clients: Readonly<Record<string, RegExp>> = {
  psql: /^(?:-[a-zA-Z]*c|--command)$/,
  'gitlab-psql': /^(?:-[a-zA-Z]*c|--command)$/,
  mysql: /^(?:-[a-zA-Z]*e|--execute)$/,
  mariadb: /^(?:-[a-zA-Z]*e|--execute)$/,
  cqlsh: /^(?:-e|--execute)$/,
  mongosh: /^--eval$/,
  mongo: /^--eval$/,
  'clickhouse-client': /^(?:-q|--query)$/,
}

export const isDatabaseClient = (program: string): boolean => Object.hasOwn(clients, program)

/** Whether a client of a database is only asked something: every statement that it is given looks. */
export function queriesOnly(program: string, words: readonly string[]): boolean {
  const option = clients[program]
  if (option === undefined) return false
  if (
    words.some(
      (word) =>
        /^(?:-[a-zA-Z]*[foL]|--(?:file|output|log-file|tee|queries-file)\b.*)$/.test(word) &&
        !option.test(word),
    )
  )
    return false
  const apart = words.filter((_, index) => option.test(words[index - 1] ?? ''))
  const joined = words.flatMap((word) => /^--(?:command|execute|eval|query)=([\s\S]*)$/.exec(word)?.[1] ?? [])
  const all = [...apart, ...joined]
  if (all.length === 0) return words.some((word) => /^(?:-l|--list|--version|-V)$/.test(word))
  return all.every(asksOnly)
}
