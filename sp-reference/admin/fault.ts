/** A request to the admin API that can not be done, told as JSON. */
export class AdminFault extends Error {
  override readonly name = "AdminFault";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
