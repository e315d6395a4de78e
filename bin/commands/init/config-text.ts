import { ConfigError } from '../../../lib/config/config-error';
import type { PipelineKind } from '../../../lib/kinds/kind';
import { parseConfig } from '../../../lib/load-config';

/** What the first config is made of. */
export interface InitAnswers {
  readonly kind: PipelineKind;
  readonly prefix: string;
  readonly account: string;
  readonly region: string;
  /** Of the application's repository. */
  readonly name: string;
}

/** The first config of an application, with comments. */
export function configText({ kind, prefix, account, region, name }: InitAnswers): string {
  const { connection = false, entry = '' } = kind.starter?.({ name, prefix, account }) ?? {};
  return `# yaml-language-server: $schema=./node_modules/pipeline-factory/dist/pipelines.schema.json
# What is released, from where, to where. Editors show what each key means; \`npx pipeline-factory validate\` checks this file.

# Every resource's name starts with this, so that several factories fit one account.
prefix: ${prefix}

# Where pipelines deploy. Each environment gets one bucket for artifacts, one key, and the functions its pipelines share.
environments:
  # The account is written in quotes: a bare number would lose leading zeros.
  stg: { account: "${account}", region: ${region} }
  # prd:
  #   account: "${account}" # may be another account than stg's, and the region another one
  #   region: ${region}
  #   retain: true # repositories, buckets and logs stay when the stacks are destroyed
  #   approvers: [ops@example.com] # are notified by e-mail of approvals, failures and rollbacks
${connection ? CONNECTION : ''}
# What is released. One entry in one environment makes one pipeline: here ${prefix}-app-stg.
pipelines:
  app:
${indented(entry.trim())}
`;
}

const CONNECTION = `
# Where git repositories are. The factory makes the connection; a person authorizes it once, in the console of AWS.
connections:
  github: { provider: GitHub } # or GitLab, Bitbucket, …; { arn: … } names a connection that is there already
`;

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');

/**
 * Checks an answer by the config's own rules.
 * @returns the rule that it breaks, as "must be …"; undefined where it is right
 */
export function mistakeIn(answers: InitAnswers, field: 'prefix' | 'account' | 'region'): string | undefined {
  if (/[\n"#]/.test(answers[field])) return 'must be one word';
  try {
    parseConfig(configText(answers), 'pipelines.yaml');
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const own = error.diagnostics.find(({ path }) => path === field || path.endsWith(`.${field}`));
    return own?.rule ?? (error.diagnostics.some(({ path }) => path === '') ? 'must be one word' : undefined);
  }
}
