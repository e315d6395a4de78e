import type { LocalService } from '../../kit/local-service';
import { withDryRun } from './dry-run';
import { describeInstances, describeInstanceStatus } from './operations/describe-instances';
import {
  rebootInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from './operations/instance-states';
import {
  createLaunchTemplateVersion,
  deleteLaunchTemplateVersions,
  describeLaunchTemplateVersions,
} from './operations/launch-template-versions';
import {
  createLaunchTemplate,
  deleteLaunchTemplate,
  describeLaunchTemplates,
  modifyLaunchTemplate,
} from './operations/launch-templates';
import { runInstances } from './operations/run-instances';
import { createTags, deleteTags, describeTags } from './operations/tags';
import { resources } from './resources';
import { Ec2Store } from './store';

/**
 * Launch templates, instances, their volumes, images and snapshots have a store of their own: moto loses parameters of
 * templates, the encryption and devices of images, and needs seconds for 500 instances. Networks, key pairs and the
 * images of vendors are moto's.
 */
export const ec2: LocalService = {
  name: 'ec2',
  otherwise: 'forward',
  permissions: {},
  resources,
  create(context) {
    const store = new Ec2Store(context);
    return {
      operations: withDryRun({
        CreateLaunchTemplate: createLaunchTemplate(store),
        CreateLaunchTemplateVersion: createLaunchTemplateVersion(store),
        CreateTags: createTags(store),
        DeleteLaunchTemplate: deleteLaunchTemplate(store),
        DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions(store),
        DeleteTags: deleteTags(store),
        DescribeInstanceStatus: describeInstanceStatus(store),
        DescribeInstances: describeInstances(store),
        DescribeLaunchTemplateVersions: describeLaunchTemplateVersions(store),
        DescribeLaunchTemplates: describeLaunchTemplates(store),
        DescribeTags: describeTags(store),
        ModifyLaunchTemplate: modifyLaunchTemplate(store),
        RebootInstances: rebootInstances(store),
        RunInstances: runInstances(store),
        StartInstances: startInstances(store),
        StopInstances: stopInstances(store),
        TerminateInstances: terminateInstances(store),
      }),
    };
  },
};
