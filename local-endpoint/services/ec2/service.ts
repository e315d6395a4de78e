import type { LocalService } from '../../kit/local-service';
import type { Operation } from '../../kit/operation';
import { withDryRun } from './dry-run';
import { copyImage, createImage, registerImage } from './operations/create-image';
import { describeImageAttribute, describeImages } from './operations/describe-images';
import { describeInstances, describeInstanceStatus } from './operations/describe-instances';
import { createFlowLogs } from './operations/flow-logs';
import {
  deregisterImage,
  disableImage,
  disableImageDeprecation,
  disableImageDeregistrationProtection,
  enableImage,
  enableImageDeprecation,
  enableImageDeregistrationProtection,
  modifyImageAttribute,
} from './operations/image-states';
import {
  describeInstanceAttribute,
  modifyInstanceAttribute,
  modifyInstanceMetadataOptions,
} from './operations/instance-attributes';
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
import { refused } from './operations/refused';
import { runInstances } from './operations/run-instances';
import { deleteSecurityGroup } from './operations/security-groups';
import {
  copySnapshot,
  createSnapshot,
  deleteSnapshot,
  describeSnapshotAttribute,
  describeSnapshots,
  modifySnapshotAttribute,
} from './operations/snapshots';
import { createTags, deleteTags, describeTags } from './operations/tags';
import { createVolume, deleteVolume, describeVolumes } from './operations/volumes';
import { permissions } from './permissions';
import { resources } from './resources';
import { Ec2Store } from './store';

/**
 * Launch templates, instances, their volumes, images and snapshots have a store of their own: moto loses parameters of
 * templates, the encryption and devices of images, and needs seconds for 500 instances. Networks, key pairs and the
 * images of vendors are moto's. Instances run and stop at once; images and snapshots are pending for half a minute.
 */
export const ec2: LocalService = {
  name: 'ec2',
  client: () => import('@aws-sdk/client-ec2'),
  otherwise: 'forward',
  keepsReads: true,
  writesChange: 'dependents',
  permissions,
  conditionKeys: ({ context }) => ({ 'ec2:Region': context.region }),
  resources,
  create: (context) => ({ operations: withDryRun(operationsOf(new Ec2Store(context))) }),
};

const operationsOf = (store: Ec2Store): Record<string, Operation> => ({
  ...refused,
  CopyImage: copyImage(store),
  CopySnapshot: copySnapshot(store),
  CreateFlowLogs: createFlowLogs,
  CreateImage: createImage(store),
  CreateLaunchTemplate: createLaunchTemplate(store),
  CreateLaunchTemplateVersion: createLaunchTemplateVersion(store),
  CreateSnapshot: createSnapshot(store),
  CreateTags: createTags(store),
  CreateVolume: createVolume(store),
  DeleteLaunchTemplate: deleteLaunchTemplate(store),
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions(store),
  DeleteSecurityGroup: deleteSecurityGroup(store),
  DeleteSnapshot: deleteSnapshot(store),
  DeleteTags: deleteTags(store),
  DeleteVolume: deleteVolume(store),
  DeregisterImage: deregisterImage(store),
  DescribeImageAttribute: describeImageAttribute(store),
  DescribeImages: describeImages(store),
  DescribeInstanceAttribute: describeInstanceAttribute(store),
  DescribeInstanceStatus: describeInstanceStatus(store),
  DescribeInstances: describeInstances(store),
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions(store),
  DescribeLaunchTemplates: describeLaunchTemplates(store),
  DescribeSnapshotAttribute: describeSnapshotAttribute(store),
  DescribeSnapshots: describeSnapshots(store),
  DescribeTags: describeTags(store),
  DescribeVolumes: describeVolumes(store),
  DisableImage: disableImage(store),
  DisableImageDeprecation: disableImageDeprecation(store),
  DisableImageDeregistrationProtection: disableImageDeregistrationProtection(store),
  EnableImage: enableImage(store),
  EnableImageDeprecation: enableImageDeprecation(store),
  EnableImageDeregistrationProtection: enableImageDeregistrationProtection(store),
  ModifyImageAttribute: modifyImageAttribute(store),
  ModifyInstanceAttribute: modifyInstanceAttribute(store),
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions(store),
  ModifyLaunchTemplate: modifyLaunchTemplate(store),
  ModifySnapshotAttribute: modifySnapshotAttribute(store),
  RebootInstances: rebootInstances(store),
  RegisterImage: registerImage(store),
  RunInstances: runInstances(store),
  StartInstances: startInstances(store),
  StopInstances: stopInstances(store),
  TerminateInstances: terminateInstances(store),
});
