import type { BuildSettings } from '../../build/config/model';

/** What a pipeline's AMI is made of, and how. */
export interface ImageBake {
  readonly base: BaseImage;
  /** Path of the team's Ansible playbook in the repository. @default playbook.yml */
  readonly playbook: string;
  /** Folder in the repository with a Packer template of the team's own. @default - the factory's template */
  readonly template?: string;
  /** The user of the base image that Packer logs in as. @default ec2-user */
  readonly user: string;
  /** Whole days after which an image with the same hash is not reused any more. @default - it always is */
  readonly maxAgeDays?: number;
  /** Whole days from the bake on after which EC2 shows the image as deprecated, 1 to 3,650. @default 365 */
  readonly deprecateAfterDays: number;
  /** Secret with the password of Ansible Vault, as `secret-id:json-key:version-stage:version-id`. @default - none */
  readonly vaultPassword?: string;
  /** The machine that Packer and Ansible run on; `variables` are in the environment of the playbook too. */
  readonly build: BuildSettings;
}

/** The image that a bake starts from, looked up by every bake. */
export type BaseImage =
  /** A public or own parameter in Parameter Store that holds the id. */
  | { readonly parameter: string }
  | { readonly id: string }
  /** The newest image of an owner (twelve digits, `amazon`, `aws-marketplace`, `self`) whose name matches, `*` and `?` allowed. */
  | { readonly owner: string; readonly name: string };

/** The temporary instance of a bake: all of it is given, so that a bake needs no rights to make any of it. */
export interface BakeInstance {
  /** Instance type, of the base image's architecture. */
  readonly type: string;
  /** Name of the instance profile; its role needs the policy AmazonSSMManagedInstanceCore, because Packer connects through Session Manager. */
  readonly profile: string;
  /** ARN of that profile's role. */
  readonly role: string;
  /** Id of a security group that lets traffic out; nothing needs to be let in. */
  readonly securityGroup: string;
  /** Id of a subnet from which Systems Manager and the package repositories can be reached. */
  readonly subnet: string;
  /** Whether the instance gets a public address, which it needs in a public subnet. @default true */
  readonly publicAddress?: boolean;
}
