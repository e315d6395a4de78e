/** Images and settings that a team's own CI uploads. */
export interface Uploads {
  readonly from: 'uploads';
  /** One to four. The n-th takes the place of `<IMAGEn_NAME>` in taskdef.json. */
  readonly images: readonly UploadedImage[];
  readonly settings: UploadedObject;
  /** Whose CI may upload them, with a role that the factory makes. @default - nobody is given a role */
  readonly ci?: Ci;
}

/** A zip with code that a team's own CI uploads. */
export interface CodeUpload {
  readonly from: 'code';
  readonly object: UploadedObject;
  /** Whose CI may upload it, with a role that the factory makes. @default - nobody is given a role */
  readonly ci?: Ci;
}

/** An image in ECR whose push starts the pipeline. */
export interface UploadedImage {
  readonly repository: string;
  /** @default latest */
  readonly tag: string;
  /** Whether the repository is there already; otherwise the factory makes it. @default false */
  readonly existing: boolean;
  /** Days after which an untagged image of an owned repository expires. @default 1 */
  readonly untaggedExpiryDays: number;
}

/** The object whose upload starts the pipeline: with appspec.yaml and taskdef.json, or with code. */
export interface UploadedObject {
  readonly bucket: string;
  /** With `{environment}` put in. @default settings.zip, of code code.zip */
  readonly key: string;
  /** Whether the bucket (versioned, events sent to EventBridge) is there already. @default false */
  readonly existing: boolean;
  /** What starts the pipeline: S3's own "Object Created" event, or the API call as CloudTrail records it. @default eventbridge */
  readonly trigger: 'eventbridge' | 'cloudtrail';
}

/** A team's CI outside AWS that uploads releases. */
export interface Ci {
  readonly provider: 'gitlab' | 'github';
  /** `owner/name`; of GitLab the whole path of the project. */
  readonly repository: string;
  /** The only branch whose jobs may upload. @default main */
  readonly branch: string;
  /** Where the identity tokens come from. @default https://gitlab.com, https://token.actions.githubusercontent.com */
  readonly url: string;
  /** Whether the account has the OIDC identity provider already. @default false */
  readonly existingIdentityProvider: boolean;
}
