import { existsSync } from 'node:fs';
import colors from 'picocolors';
import { loadSpec } from '../../lib/spec/load';
import { startLocalEndpoint } from '../../rehearsal/local';
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
  const { account, region } = placeOf(options);
  forgetAws();
  const say = (line: string) =>
    void out.write(`${colors.dim(new Date().toISOString().slice(11, 19))}  ${line}\n`);
  const signal = interruption();
  out.write('Starting the local AWS endpoint …\n');
  const local = await startLocalEndpoint({
    port: options.port,
    speed: options.speed,
    account,
    region,
    say,
    signal,
  });
  out.write(howTo(local.url, account, region, options.speed));
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  out.write('\nEnding the local endpoint\n');
  await local.close();
  return 0;
}

function placeOf(options: LocalOptions): { account: string; region: string } {
  const spec = options.spec ?? 'pipelines.yaml';
  const [first] = options.spec || existsSync(spec) ? loadSpec(spec).environments : [];
  return {
    account: options.account ?? first?.account ?? ANYWHERE.account,
    region: options.region ?? first?.region ?? ANYWHERE.region,
  };
}

function howTo(url: string, account: string, region: string, speed: number): string {
  const pace =
    speed === 1
      ? 'Waits take as long as in AWS; --speed 60 makes a minute a second.'
      : `Waits go ${speed} times as fast as in AWS.`;
  return `
${colors.green('Ready')} on ${url}: account ${account}, region ${region}. ${pace}

In another terminal:

  export AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  npx cdk bootstrap aws://${account}/${region}
  npx cdk deploy --all --require-approval never
  aws codepipeline list-pipelines

To work in another account, use its number as AWS_ACCESS_KEY_ID. Ctrl-C ends the endpoint and all that it holds.

`;
}
