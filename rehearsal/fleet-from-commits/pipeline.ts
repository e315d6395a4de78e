import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { CREATE_GREEN_GROUP } from '../../handlers/contract/create-green-group';
import type { FleetSettings } from '../../handlers/contract/fleet-settings';
import { settingsParameterName, type PipelineIdentity } from '../../handlers/contract/names';
import { RETIRE_BLUE_GROUP } from '../../handlers/contract/retire-blue-group';
import { SHIFT_TRAFFIC } from '../../handlers/contract/shift-traffic';
import { missingSecret } from '../builds/build-values';
import { buildsOf, type BuildsPipeline } from '../builds/projects';
import type { RehearsalClients } from '../clients';
import { missingFiles } from '../git/application';
import { type GitPipeline, gitSourceOf } from '../git/git-pipeline';
import { type ActionLocation, deployedPipeline, locateAction } from '../pipeline/deployed-pipeline';
import { readIdentity } from '../pipeline/identity';
import type { RecordingPipeline } from '../pipeline/release-record';
import { type FindOptions, LeftOut } from '../scenario';

/** A pipeline that bakes commits and replaces an Auto Scaling group behind a listener rule. */
export interface FleetPipeline extends GitPipeline, BuildsPipeline, RecordingPipeline {
  /** The action that brings the new group up. */
  readonly green: ActionLocation;
  /** The action that keeps the former group for the hold, and retires it. */
  readonly retire: ActionLocation;
  readonly settings: FleetSettings;
}

/** Recognizes a pipeline by the action functions that bring a group up, move its traffic and retire the one before. */
export async function describeFleetPipeline(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
  { applicationsFolder }: FindOptions,
): Promise<FleetPipeline | LeftOut | undefined> {
  const invoking = (name: string) =>
    locateAction(
      declaration,
      ({ configuration }) => configuration?.FunctionName?.endsWith(`-${name}`) ?? false,
    );
  const green = invoking(CREATE_GREEN_GROUP.name);
  const deploy = invoking(SHIFT_TRAFFIC.name);
  const retire = invoking(RETIRE_BLUE_GROUP.name);
  const identity = readIdentity(declaration);
  if (!green || !deploy || !retire || !identity) return undefined;
  const git = await gitSourceOf(clients, declaration);
  const builds = await buildsOf(clients, declaration);
  if (!git || !builds) return undefined;
  const { source, push } = git;
  const pipeline = deployedPipeline(clients, declaration, deploy);
  if (!push) return new LeftOut(`${pipeline.name} is started by no push`);
  const settings = await readSettings(clients, identity);
  const described: FleetPipeline = {
    ...pipeline,
    ...{ identity, source, push, builds, green, retire, settings },
    roles: [...pipeline.roles, ...builds.roles],
    watched: [green.action, deploy.action, retire.action],
  };
  const reason =
    missingFiles(described, 'bakes', applicationsFolder) ??
    (await missingRule(described)) ??
    (await missingSecret(described));
  return reason === undefined ? described : new LeftOut(reason);
}

async function readSettings({ ssm }: RehearsalClients, identity: PipelineIdentity): Promise<FleetSettings> {
  const Name = settingsParameterName(identity);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return JSON.parse(Parameter?.Value ?? '{}') as FleetSettings;
}

/** A rule that exists already in an account is none that the local endpoint has. */
async function missingRule({ name, clients, settings }: FleetPipeline): Promise<string | undefined> {
  const { listenerRule } = settings.traffic;
  return clients.elb.send(new DescribeRulesCommand({ RuleArns: [listenerRule] })).then(
    () => undefined,
    (error: Error) => {
      if (!/NotFound/.test(error.name)) throw error;
      return `${name} moves the traffic of the existing rule ${listenerRule}, which is not on the local endpoint`;
    },
  );
}
