import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import colors from 'picocolors';
import { loadConfig } from '../../lib/load-config';
import { startLocalEndpoint } from '@pipeline-factory/local-endpoint';
import { forgetAws } from './forget-aws';
import { interruption } from './interruption';

/** What `pipeline-factory local` was asked. */
export interface LocalOptions {
  readonly port: number;
  readonly speed: number;
  readonly account?: string;
  readonly region?: string;
  /** @default - `pipelines.yaml` where there is one */
  readonly spec?: string;
}

/** Where dummy credentials work when neither the person nor a spec tells. */
const ANYWHERE = { account: '111111111111', region: 'us-east-1' };

/** Keeps the local endpoint running until it is interrupted, and says how to use it. */
export async function runLocal(options: LocalOptions, out: NodeJS.WritableStream): Promise<number> {
  const places = placesOf(options);
  forgetAws();
  const log = (line: string) =>
    void out.write(`${colors.dim(new Date().toISOString().slice(11, 19))}  ${line}\n`);
  const signal = interruption();
  out.write('Starting the local AWS endpoint …\n');
  const local = await startLocalEndpoint({
    port: options.port,
    speed: options.speed,
    ...places[0],
    log,
    signal,
  });
  out.write(howTo(local.url, places, options));
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  out.write('\nEnding the local endpoint\n');
  await local.close();
  return 0;
}

/** An account and region. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** Every place of the spec, the one of dummy credentials first. */
function placesOf(options: LocalOptions): [Place, ...Place[]] {
  const spec = options.spec ?? 'pipelines.yaml';
  const environments = options.spec || existsSync(spec) ? loadConfig(spec).environments : [];
  const first = {
    account: options.account ?? environments[0]?.account ?? ANYWHERE.account,
    region: options.region ?? environments[0]?.region ?? ANYWHERE.region,
  };
  const places = new Map(
    [first, ...environments].map(({ account, region }) => [`${account}/${region}`, { account, region }]),
  );
  return [...places.values()] as [Place, ...Place[]];
}

function howTo(url: string, places: readonly [Place, ...Place[]], { speed, spec }: LocalOptions): string {
  const [{ account, region }] = places;
  const pace =
    speed === 1
      ? 'Waits take as long as in AWS; --speed 60 makes a minute a second.'
      : `Waits go ${speed} times as fast as in AWS.`;
  const lines = [
    `export AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    // cdk remembers, from one endpoint to the next, the account of an access key: this one is always its own
    `export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`,
    ...(spec ? [`export PIPELINE_FACTORY_SPEC=${resolve(spec)}`] : []),
    ...places.map((place) => bootstrap(place, account)),
    'npx cdk deploy --all --require-approval never',
    'aws codepipeline list-pipelines',
  ];
  return `
${colors.green('Ready')} on ${url}: account ${account}, region ${region}. ${pace}

In another terminal:

${lines.map((line) => `  ${line}`).join('\n')}

git push ${url}/git/<owner>/<name>.git <branch> starts the pipelines that have that repository as their source, through a
connection; CodeCommit's repositories are at ${url}/v1/repos/<name>.

To work in another account, use its number as AWS_ACCESS_KEY_ID. Ctrl-C ends the endpoint and all that it holds.

`;
}

/** Another account trusts the one that deploys to it, as it would have to in AWS. */
function bootstrap({ account, region }: Place, deployer: string): string {
  const target = `aws://${account}/${region}`;
  if (account === deployer) return `npx cdk bootstrap ${target}`;
  const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
  return `AWS_ACCESS_KEY_ID=${account} npx cdk bootstrap ${target} --trust ${deployer} --cloudformation-execution-policies ${policy}`;
}
