import { bakeAction } from '../../../bake/bake-action';
import { bakeProject } from '../../../bake/bake-project';
import type { BakeInstance } from '../../../bake/config/model';
import { checkActions } from '../../../build/build-action';
import { checkProjects } from '../../../build/build-project';
import { verifyProject } from '../../../build/verify';
import { identityOf } from '../../../config/identity';
import { serviceStackName } from '../../../load-balancing/config/names';
import { Arns } from '../../../pipeline/arns';
import { settingsParameter } from '../../../pipeline/settings';
import { commitPushes, commitSource } from '../../../source/git';
import type { KindStacks } from '../../kind-stacks';
import type { AsgBlueGreenPipeline } from '../config/model';
import { fleetGrants } from './grants';
import { launchTemplate } from './launch-template';
import { type ReleaseTarget, releaseTarget } from './release-target';
import { FleetServiceStack } from './service-stack';
import { deployedSettings, settingsHash } from './settings';
import { deployStages } from './stages';
import { fleetVerification } from './verification';

/** What a pipeline of the kind deploys, and what its fleet is behind where the factory owns that. */
export const asgBlueGreenStacks: KindStacks<AsgBlueGreenPipeline> = {
  name: 'asg-blue-green',
  target(scope, pipeline, props) {
    if (!pipeline.service.owned) return undefined;
    return new FleetServiceStack(scope, serviceStackName(identityOf(pipeline)), { ...props, pipeline });
  },
  plan(stack, pipeline) {
    const { environment, source, checks, image } = pipeline;
    const identity = identityOf(pipeline);
    const arns = Arns.of(environment);
    const target = releaseTarget(stack, pipeline, arns);
    const hash = settingsHash(pipeline);
    const verification = fleetVerification(pipeline);
    const template = launchTemplate(stack, pipeline, target, hash);
    const commits = { identity, environment, git: source.git, checks };
    const { action, triggers } = commitSource(stack, source.git, identity, arns);
    const grants = fleetGrants({ pipeline, identity, arns, target, launchTemplate: template.ref });
    return {
      stages: [
        { name: 'Source', actions: [action] },
        ...checkActions(commits, arns).map((check) => ({ name: check.name, actions: [check] })),
        { name: 'Bake', actions: [bakeAction(identity, arns)] },
        ...deployStages({ pipeline, identity, arns, hash, grants, testUrl: target.testUrl, verification }),
      ],
      events: commitPushes(source.git).map((trigger, index) => ({ id: `Push${index + 1}`, trigger })),
      triggers,
      dependencies: [
        ...checkProjects(stack, commits),
        bakeProject(stack, { identity, environment, image, instance: bakeInstance(pipeline, target) }),
        template,
        ...(verification ? [verifyProject(stack, verification)] : []),
        settingsParameter(stack, pipeline, deployedSettings(pipeline, target, hash)),
      ],
    };
  },
};

/** Where images are baked: as the instances that they are for, in the first of their subnets, but for what the config has. */
function bakeInstance(
  { name, image, instances, service }: AsgBlueGreenPipeline,
  { profile, securityGroups, subnets }: ReleaseTarget,
): BakeInstance {
  const {
    type = instances.types[0],
    securityGroup = securityGroups[0],
    subnet = subnets[0],
  } = image.instance;
  if (!type || !securityGroup || !subnet)
    throw new Error(
      `${name}: a bake must have type, security group and subnet, got: ${type}, ${securityGroup}, ${subnet}`,
    );
  const { network } = service.owned ? service : {};
  const isPublic =
    service.owned && (!network || network.privateSubnets.some((id) => network.publicSubnets.includes(id)));
  return {
    type,
    profile: profile.name,
    role: profile.roleArn,
    securityGroup,
    subnet,
    publicAddress: image.instance.publicAddress ?? isPublic,
  };
}
