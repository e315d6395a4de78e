import { type AutoScalingGroup, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeTargetHealthCommand, ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { isRefreshed, type TrafficSettings } from '../../../../handlers/contract/fleet-settings';
import { EXECUTION_TAG, fleetParameterName, RETIRING_TAG } from '../../../../handlers/contract/names';
import { RETIRE_BLUE_GROUP } from '../../../../handlers/contract/retire-blue-group';
import { servingGroup } from '../../../../rehearsal/fleet-from-commits/fleet';
import { locateAction } from '../../../../rehearsal/pipeline/deployed-pipeline';
import { runningInStage } from '../../executions';
import type { ReleasePipeline, UnderWay } from '../../model';
import { identityOf, readGroups, readSettings } from './location';

/** Questions after which nothing more is waited for: an hour and a half at one every three seconds. */
const MAX_QUESTIONS = 1_800;

/**
 * The hold of the release that took over from a group which no release made. No execution can be rolled back to, because
 * none brought that group: the traffic goes back by the weights of the listener rule, after which Retire fails and the
 * group of the release is removed.
 */
export async function readTakenOver(pipeline: ReleasePipeline): Promise<UnderWay | undefined> {
  const retire = locateAction(
    pipeline.declaration,
    ({ configuration }) => configuration?.FunctionName?.endsWith(`-${RETIRE_BLUE_GROUP.name}`) ?? false,
  );
  const executionId = retire && (await runningInStage(pipeline, retire.stage));
  const before = executionId === undefined ? undefined : await groupOfBefore(pipeline);
  const serving = before && servingGroup(await readGroups(pipeline));
  if (!before || !serving || before.targetGroup === serving.targetGroup) return undefined;
  const { name, targetGroup, traffic, healthy } = before;
  return {
    text: `moves all of the traffic back to group ${name}, which served before the pipeline took over, in one changing call; execution ${executionId} then fails, and its group ${serving.name} is removed`,
    ...(healthy < serving.desired && {
      refusal: `group ${name}, which served before, has ${healthy} healthy targets of the ${serving.desired} that serve`,
    }),
    takeBack: async (report, pause) => {
      await giveTraffic(pipeline, traffic, targetGroup);
      if (await isLeaving(pipeline, name)) {
        await giveTraffic(pipeline, traffic, serving.targetGroup);
        report(`group ${name} is being retired: the traffic stays on ${serving.name}`);
        return false;
      }
      report(`100 % of the traffic on ${name}`);
      for (let question = 0; question < MAX_QUESTIONS; question += 1) {
        const { groups } = await readGroups(pipeline);
        if (!groups.some((group) => group.name === serving.name)) return true;
        await pause();
      }
      return false;
    },
  };
}

interface GroupOfBefore {
  readonly name: string;
  readonly targetGroup: string;
  readonly traffic: TrafficSettings;
  /** Of its targets. */
  readonly healthy: number;
}

/** @returns nothing where a release made it, or where it is on its way out */
async function groupOfBefore(pipeline: ReleasePipeline): Promise<GroupOfBefore | undefined> {
  const { clients } = pipeline;
  const Name = fleetParameterName(identityOf(pipeline), 'asg/old');
  const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name }));
  const name = Parameter?.Value ?? '';
  const group = await groupNamed(pipeline, name);
  if (!group || hasTag(group, EXECUTION_TAG) || hasTag(group, RETIRING_TAG)) return undefined;
  const settings = await readSettings(pipeline);
  if (isRefreshed(settings)) return undefined;
  const { traffic } = settings;
  const targetGroup = group.TargetGroupARNs?.find((one) => traffic.targetGroups.includes(one));
  if (targetGroup === undefined) return undefined;
  const { TargetHealthDescriptions = [] } = await clients.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }),
  );
  const healthy = TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy');
  return { name, targetGroup, traffic, healthy: healthy.length };
}

async function groupNamed({ clients }: ReleasePipeline, name: string): Promise<AutoScalingGroup | undefined> {
  const request = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  return (await clients.autoScaling.send(request)).AutoScalingGroups?.[0];
}

const hasTag = ({ Tags = [] }: AutoScalingGroup, key: string): boolean => Tags.some(({ Key }) => Key === key);

/** Whoever retires a group tags it before reading the weights, so that one of the two notices the other. */
async function isLeaving(pipeline: ReleasePipeline, name: string): Promise<boolean> {
  const group = await groupNamed(pipeline, name);
  return !group || hasTag(group, RETIRING_TAG);
}

async function giveTraffic(
  pipeline: ReleasePipeline,
  { listenerRule: RuleArn, targetGroups }: TrafficSettings,
  targetGroup: string,
): Promise<void> {
  const TargetGroups = targetGroups.map((TargetGroupArn) => ({
    TargetGroupArn,
    Weight: TargetGroupArn === targetGroup ? 100 : 0,
  }));
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  await pipeline.clients.elb.send(new ModifyRuleCommand({ RuleArn, Actions }));
}
