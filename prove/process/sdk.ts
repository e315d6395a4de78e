import * as autoScaling from '@aws-sdk/client-auto-scaling';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as codeDeploy from '@aws-sdk/client-codedeploy';
import * as codePipeline from '@aws-sdk/client-codepipeline';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as loadBalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';

/**
 * Sends a call of a service, which is named as the end of its SDK package is.
 * @param role ARN of the role whose session makes it, or `job` @default - the function's own
 */
export type Send = (service: string, operation: string, input: object, role?: string) => Promise<object>;

type Module = Readonly<Record<string, unknown>>;
type ClientClass = new (config: object) => object;

/** By the ends of the packages' names: the module, and the name of its client. */
export const MODULES: Readonly<Record<string, readonly [Module, string]>> = {
  'auto-scaling': [autoScaling, 'AutoScalingClient'],
  cloudwatch: [cloudWatch, 'CloudWatchClient'],
  codedeploy: [codeDeploy, 'CodeDeployClient'],
  codepipeline: [codePipeline, 'CodePipelineClient'],
  ec2: [ec2, 'EC2Client'],
  ecr: [ecr, 'ECRClient'],
  ecs: [ecs, 'ECSClient'],
  'elastic-load-balancing-v2': [loadBalancing, 'ElasticLoadBalancingV2Client'],
  lambda: [lambda, 'LambdaClient'],
  s3: [s3, 'S3Client'],
  ssm: [ssm, 'SSMClient'],
  sts: [sts, 'STSClient'],
};

const PACKAGE = '@aws-sdk/client-';

/**
 * A package of the SDK for one process: its own commands and paginators, and a client that hands the input of a command to
 * `send` without serializing, signing or sending it.
 * @param name for example `@aws-sdk/client-ssm`
 */
export function sdkPackage(name: string, send: Send): object {
  const service = name.slice(PACKAGE.length);
  const known = name.startsWith(PACKAGE) ? MODULES[service] : undefined;
  if (!known) throw new Error(`prove/process/sdk.ts must have the package ${name}`);
  const [module, client] = known;
  return Object.create(module, {
    [client]: { value: clientOf(module[client] as ClientClass, service, send) },
  }) as object;
}

/** Paginators require an instance of the SDK's class, whose constructor would load configuration. */
function clientOf(Client: ClientClass, service: string, send: Send): unknown {
  return function StandIn(config: { readonly credentials?: unknown } = {}) {
    const client = Object.create(Client.prototype as object) as Record<string, unknown>;
    client.send = async (command: { readonly input: object }) => {
      const session = await sessionOf(config.credentials);
      const operation = command.constructor.name.replace(/Command$/, '');
      return send(service, operation, command.input, session?.accessKeyId); // which is the role's ARN
    };
    return client;
  };
}

interface Session {
  readonly accessKeyId: string;
}

/** Credentials are those of a role, which are asked for, or those of a job. @returns nothing for the function's own */
const sessionOf = async (credentials: unknown): Promise<Session | undefined> =>
  typeof credentials === 'function'
    ? (credentials as () => Promise<Session>)()
    : (credentials as Session | undefined);
