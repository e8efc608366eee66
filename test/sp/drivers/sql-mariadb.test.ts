import { describeWithFiles } from "../../witnesses/support/packages.ts";
import { MARIADB, startMariadb } from "../support/mariadb.ts";
import { sqlServerContract } from "./sql-server.ts";

describeWithFiles({ "mariadb-server": MARIADB }, "MariaDB", () =>
  sqlServerContract("sql with MariaDB", {
    start: startMariadb,
    serial: "bigint auto_increment primary key",
    endless:
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 900) select a.i * 1000 + b.i as id, repeat('x', 1000) as email from n a, n b",
    sleep: (seconds) => `select 1 as id, sleep(${seconds})`,
    seedUser: [
      "insert into users (email, active) values (:email, :email_verified)",
      "select last_insert_id() as id -- MySQL has no returning",
    ],
  }),
);
