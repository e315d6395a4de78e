/** Characters of a pipeline's name that its folder has. */
export const ARTIFACT_FOLDER_LENGTH = 20;

/**
 * The folder of the artifact bucket that CodePipeline keeps a pipeline's artifacts in: the first twenty characters of the
 * pipeline's name. AWS's pages only say that names are truncated; how many characters stay is a user's report that AWS
 * confirms. Names that are alike so far share a folder, which is why the config is refused where two in one bucket are.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html
 * https://repost.aws/questions/QUI91tw7A9SUOMohJurNqmgA/code-pipeline-truncates-folder-names-in-output-artifact-s-3-bucket
 * @param pipeline the pipeline's name
 */
export const artifactFolder = (pipeline: string): string => pipeline.slice(0, ARTIFACT_FOLDER_LENGTH);
