import type { Store } from '../store';
import { deregisterImage, describeImages, describeInstances, describeSubnets } from './images';
import {
  createLaunchTemplateVersion,
  deleteLaunchTemplateVersions,
  describeLaunchTemplateVersions,
} from './templates';

/** Launch templates, images and subnets; instances are those of Auto Scaling groups. */
export const ec2: Store = {
  operations: {
    CreateLaunchTemplateVersion: createLaunchTemplateVersion,
    DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
    DeregisterImage: deregisterImage,
    DescribeImages: describeImages,
    DescribeInstances: describeInstances,
    DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
    DescribeSubnets: describeSubnets,
  },
};
