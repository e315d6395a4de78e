import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { EC2Client } from '@aws-sdk/client-ec2';
import { CLEAN_UP_BAKES } from '../contract/clean-up-bakes';
import { pipelineName } from '../contract/names';
import { type FunctionContext, functionOwner } from '../function-owner';
import { beginLog, logger } from '../logger';
import { mayAssume, perRole, pipelineCredentials } from '../role-session';
import { adoptLeftovers } from './adopt';
import { failedBakes } from './failed-bakes';
import { type EndedBake, parseEvent } from './parse-event';
import { removeLeftovers } from './remove';
import type { BakeClients } from './scope';

const clientsOf = perRole((credentials) => ({
  ec2: new EC2Client({ credentials }),
  codeBuild: new CodeBuildClient({ credentials }),
}));

/**
 * Removes what bakes of a pipeline left that failed or were stopped. The end of any bake of the pipeline invokes it; it
 * looks up by tag which bakes have left something and how they ended, so that it is right late, twice, and where the event
 * of an earlier bake was lost.
 *
 * In this order: instance; image, then its snapshots; key pair; volumes and security group, which only go when the instance
 * is gone. What has to be waited for fails the invocation, so that Lambda invokes it again a minute and two minutes later;
 * after that the end of the next bake does.
 *
 * It deletes only what carries the pipeline's tag and the id of such a bake. Packer may leave a key pair, a security group,
 * an image or a snapshot that carries no tag: one that belongs to such a bake's instance, or an image older than any build
 * that is named as a bake names it, gets the two tags first. An image with the hash tag is finished, and stays.
 *
 * The function's own role needs `sts:AssumeRole` on the pipelines' roles. All else it does with the role of the pipeline,
 * which must trust it and grant, in account `A` and region `R`, with `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ec2:DescribeImages`, `…Instances`, `…KeyPairs`, `…SecurityGroups`, `…Snapshots`, `…Tags`, `…Volumes` | `*` (EC2 knows no resources for them) | |
 * | `codebuild:BatchGetBuilds` | `arn:aws:codebuild:R:A:project/NAME-bake` | |
 * | `ec2:TerminateInstances`, `…:DeleteKeyPair`, `…:DeleteVolume`, `…:DeleteSecurityGroup` | `instance/*`, `key-pair/packer_*`, `volume/*`, `security-group/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME`, `…:bake` is like `NAME-bake:*` |
 * | `ec2:DeregisterImage`, `…:DeleteSnapshot` | `image/*`, `snapshot/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 * | `ec2:CreateTags` | the same but instances | no tag `pipeline-factory:pipeline` yet, and `NAME` asked for |
 *
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const ended = parseEvent(event, functionOwner(context));
  if (!ended) {
    logger.info('Nothing to do: this is not the end of a bake of one of our pipelines');
    return;
  }
  beginLog({ pipeline: pipelineName(ended.pipeline) });
  const credentials = pipelineCredentials(CLEAN_UP_BAKES, ended.pipeline, context);
  if (!(await mayAssume(credentials))) {
    logger.info('Nothing to do: the role of the pipeline does not trust this function');
    return;
  }
  try {
    await cleanUp(ended, clientsOf(credentials));
  } catch (error) {
    logger.error('A bake could not be cleaned up; Lambda retries it', error as Error);
    throw error;
  }
}

async function cleanUp({ pipeline }: EndedBake, clients: BakeClients): Promise<void> {
  const waiting: string[] = [];
  for (const buildId of await failedBakes(clients, pipeline)) {
    const scope = { clients, pipeline: pipelineName(pipeline), buildId };
    await adoptLeftovers(scope);
    waiting.push(...(await removeLeftovers(scope)));
  }
  if (waiting.length > 0) throw new Error(`Waiting until it can be removed: ${waiting.join(', ')}`);
}
