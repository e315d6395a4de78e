import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { pythonTool } from '@pipeline-factory/local-endpoint/testing';
import {
  CHECKED_PIPELINE,
  COMMITTED_PIPELINE,
  EXISTING_FLEET_PIPELINE,
  EXISTING_PIPELINE,
  FLEET_PIPELINE,
  OWNED_PIPELINE,
  ROLLING_PIPELINE,
  configText,
} from '../support/configs';
import { appOf } from '../support/synthesized';

/** The checks of two whole apps take their time on a busy machine. */
jest.setTimeout(120_000);

/** Elsewhere jest.config.cjs turns CDK's own validation off. */
process.env.CDK_VALIDATION = 'true';

const EXAMPLE = readFileSync(resolve(__dirname, '../../pipelines.yaml'), 'utf8');

/** What no single application would have at once: four images, CloudTrail, traffic of its own making, sources kept, a CI with a role; commits of every kind. */
const EVERYTHING = configText(`${EXISTING_PIPELINE}
  api:
    kind: ecs-blue-green
    source:
      images: [{ ecr: api }, { ecr: proxy, tag: stable }, { ecr: logs }, { ecr: agent, existing: true }]
      settings: { s3: api-settings, trigger: cloudtrail }
      ci: { provider: github, repository: acme/api }
    deploy: { traffic: { canary: { percentage: 25, interval: 7m } }, rollbackOn: [] }
    environments: { stg: {} }
${OWNED_PIPELINE.replace('  web:', '  site:').replaceAll('web', 'site')}
${ROLLING_PIPELINE.replace('  web:', '  rolled:')
  .replaceAll('web', 'rolled')
  .replace('acme/rolled', 'acme/rolled, pullRequest: { branches: [main] }, pullRequestEnvironment: stg')}
${CHECKED_PIPELINE}
${COMMITTED_PIPELINE}
${FLEET_PIPELINE}
${EXISTING_FLEET_PIPELINE}`);

const CONFIGS = [
  ['the example', EXAMPLE],
  ['every key of the schema', EVERYTHING],
] as const;

/** The apps of all configs; each is synthesized once, for all that looks at its templates. */
const apps = CONFIGS.map(([, yaml]) => appOf(yaml));

describe.each(CONFIGS.map(([name], index) => ({ name, app: apps[index] as App })))(
  'the templates of $name',
  ({ app }) => {
    it('pass AwsSolutions, or have the reason beside the resource', () => {
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      expect(findings(app)).toEqual([]);
    });
  },
);

it('the templates of all configs pass cfn-lint without a warning', () => {
  const stacks = apps.flatMap((app) => app.synth().stacks);
  const templates = stacks.map(({ templateFullPath }) => templateFullPath);
  expect(run(pythonTool('cfn-lint'), ['--template', ...templates])).toBe('');
});

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** What the checks object to, as `rule at construct`. */
function findings(app: App): string[] {
  const said = jest.spyOn(console, 'error').mockImplementation();
  try {
    app.synth();
  } catch (error) {
    if (!String(error).includes('Validation failed')) throw error;
  } finally {
    said.mockRestore();
  }
  const { pluginReports } = JSON.parse(
    readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'),
  ) as Report;
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    ),
  );
}

function run(command: string, parameters: readonly string[]): string {
  try {
    return execFileSync(command, parameters, { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
