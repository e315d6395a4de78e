import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** A file that is written as a whole at the end of a rehearsal: until then, and if that fails, it stays as it was. */
export class ReportFile {
  private readonly file: string;
  /** What is written before it takes the file's name. @default - the file is a device or pipe, which is written itself */
  private readonly partial: string | undefined;

  /**
   * Makes the file's folder and tries to write there.
   * @param option which names the file, for the error
   * @throws ExpectedError where it cannot be written
   */
  constructor(
    private readonly option: string,
    private readonly name: string,
  ) {
    try {
      mkdirSync(dirname(name), { recursive: true });
      const stats = statSync(name, { throwIfNoEntry: false });
      if (stats?.isDirectory()) throw new Error('it is a folder');
      this.file = stats ? realpathSync(name) : name; // a link stays one
      if (stats) accessSync(this.file, constants.W_OK);
      if (stats && !stats.isFile()) return;
      this.partial = join(dirname(this.file), `.${basename(this.file)}.${process.pid}.partial`);
      closeSync(openSync(this.partial, 'w'));
      rmSync(this.partial);
    } catch (error) {
      throw this.problem(error as Error);
    }
  }

  /** @throws ExpectedError where it cannot be written any more, for example because the disk is full */
  write(text: string): void {
    try {
      writeFileSync(this.partial ?? this.file, text);
      if (this.partial) renameSync(this.partial, this.file);
    } catch (error) {
      if (this.partial) rmSync(this.partial, { force: true });
      throw this.problem(error as Error);
    }
  }

  private problem({ message }: Error): ExpectedError {
    return new ExpectedError(
      `${this.option} must be a file that can be written (got: ${this.name}): ${message}`,
    );
  }
}
