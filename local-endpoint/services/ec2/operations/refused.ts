import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';

/** What moto would do with instances, volumes, images and templates of its own, which nobody would find again. */
const NAMES =
  'AssociateIamInstanceProfile AttachNetworkInterface AttachVolume CopyVolumes CreateFleet CreateInstanceExportTask CreateReplaceRootVolumeTask CreateSnapshots DetachVolume DisassociateIamInstanceProfile ExportImage GetLaunchTemplateData ImportImage ImportSnapshot ModifyFleet ModifyVolume ReplaceIamInstanceProfileAssociation RequestSpotFleet RequestSpotInstances ResetImageAttribute ResetInstanceAttribute ResetSnapshotAttribute RestoreImageFromRecycleBin';

/** Operations that are refused by name. */
export const refused: Readonly<Record<string, Operation>> = Object.fromEntries(
  NAMES.split(' ').map((name) => [
    name,
    async () => {
      throw notSupported(`ec2:${name}`);
    },
  ]),
);
