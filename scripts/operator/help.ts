/** What each command is told by: its name, a line for the list, and what to know before running it. */
const COMMANDS: [name: string, line: string, more: string][] = [
  [
    'doctor',
    'check everything, and say what to do',
    `Looks at the environment, the data folder, the database, clocks, rate limits, mail, proxies and administrators, and
names a remedy for each fault. Changes nothing. Ends with 1 when something is wrong.`,
  ],
  ['user show <name>', 'what there is about an account (name: e-mail address or username)', 'Changes nothing.'],
  [
    'user disable <name>',
    'close an account; "user enable" opens it again',
    'Ends its sessions and refuses its tokens. Nothing of it is removed; the owner sees the act in the history.',
  ],
  [
    'user end-sessions <name>',
    'sign an account out everywhere',
    'Its password, tokens and second factor stay as they are.',
  ],
  [
    'user reset-2fa <name>',
    'turn off the second factor of somebody who lost it',
    'Be sure who is asking: the password alone signs in from then on. The owner is told by mail.',
  ],
  ['promote <name>', 'make an administrator; "demote" takes it back', 'The last administrator cannot be demoted.'],
  [
    'backup <file>',
    'write everything into one file, while the site runs (--verify restores it for a try)',
    `One picture of the database at one moment, compressed, readable by you alone. Secrets in it stay sealed: keep
ENCRYPTION_KEYS (or DATA_DIR/keys.json) as well, and elsewhere. --verify reads the file into an empty database of its own,
which is thrown away again.`,
  ],
  [
    'restore <file>',
    'read a backup into an empty instance',
    `All of it or nothing: a broken file leaves the instance empty, and one with accounts is left alone. The instance needs
the keys of the one that was backed up. --dry-run reads the file and says what it holds.`,
  ],
  [
    'keys generate',
    'print fresh secrets for a configured production',
    'Put them where the environment comes from. They are kept nowhere here.',
  ],
  [
    'keys add',
    'add an encryption key to a self-contained instance (DATA_DIR/keys.json)',
    'It comes before the others; restart Latchkey, then "keys rotate".',
  ],
  [
    'keys rotate',
    'seal everything with the newest key, while the site runs',
    `In batches, with progress, and safe to stop and run again. Says which keys are of no more use. --dry-run counts what
would be sealed anew.`,
  ],
  [
    'prune',
    'remove expired rows (it also happens by itself, every hour)',
    'Ended sessions, spent tickets, old mail. --dry-run counts them.',
  ],
]

/** The list of all commands, or what is to know of those that begin with these words. */
export function help(words: string[] = []): string {
  const asked = words.join(' ')
  const found = COMMANDS.filter(([name, line]) => asked && (name.startsWith(asked) || line.includes(`"${asked}"`)))
  return found.length ? found.map(details).join('\n\n') : OVERVIEW
}

const details = ([name, line, more]: (typeof COMMANDS)[number]) =>
  `Usage: npm run latchkey -- ${name}\n\n${line[0]?.toUpperCase()}${line.slice(1)}.\n${more}`

const OVERVIEW = `Usage: npm run latchkey -- <command>

${COMMANDS.map(([name, line]) => `  ${name.padEnd(28)} ${line}`).join('\n')}

  --dry-run   say what would change, and change nothing
  --help      this text, or more about one command

The database is DATABASE_URL, or the one in DATA_DIR (.data), whether its application runs or not.`
